import { z } from 'zod';
import { STEP_KINDS } from '@/domain/step';
import { ANOMALIES } from '@/domain/anomaly';
import { EXPECTED_VERDICTS, type Experiment } from '@/domain/experiment';
import type { LabState } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import type { MatrixReport } from '@/domain/matrix';
import type { FloodPlan } from '@/domain/plan';
import { OUTCOME_KINDS } from '@/domain/purchase';
import type { RunReport } from '@/domain/report';
import type { RunDetail, RunSummary } from '@/domain/run-event';
import { STRATEGY_CLASSES, type StrategyInfo } from '@/domain/strategy';
import type { ExplorationState } from '@/lab/exploration-registry';
import type { LaneTrace, TraceRef } from '@/domain/trace';
import type { Storefront } from '@/shop/storefront';
import type { Sandbox } from '../runtime/sandbox';
import { purchaseBody } from '@/shop/read-purchase';

// The API's answers, for its document. The types tie each schema to what the routes really send.

type StockLine = NonNullable<Awaited<ReturnType<Storefront['stock']>>>;
type Answer<K extends keyof Sandbox['products']> = NonNullable<Awaited<ReturnType<Sandbox['products'][K]>>>;

/** An object whose fields are not documented further. */
const opaque = <T>(description: string) => z.custom<T>().meta({ type: 'object', description });

const plan = opaque<FloodPlan>('the plan, with every field filled in');
const expectation = z.object({
  strategy: z.string(),
  verdict: z.enum(EXPECTED_VERDICTS),
  anomaly: z.enum(ANOMALIES).nullable(),
  unitsSold: z.int().nullable(),
  soldOut: z.int().nullable(),
});

export const productReply: z.ZodType<Answer<'create'>> = z.object({
  id: z.int(),
  name: z.string(),
  price: z.string(),
  stock: z.int(),
  initialStock: z.int(),
});

export const stockReply: z.ZodType<StockLine> = z.object({
  productId: z.int(),
  name: z.string(),
  stock: z.int(),
  initialStock: z.int(),
});

/** What the shop's own handler writes; it has no type to check against, so `api.test.ts` compares it with a real purchase. */
export const purchaseReply = z.object({
  order: z.object({ id: z.int(), ...purchaseBody.shape, remaining: z.int().nullable(), createdAt: z.string() }),
  attempts: z.int(),
  lockWaits: z.int(),
  steps: z.array(z.looseObject({})).optional(),
});

const runFields = {
  id: z.uuid(),
  status: z.enum(['queued', 'running', 'finished', 'failed']),
  plan,
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  verdict: z.custom<RunReport['verdict']>().meta({ type: ['string', 'null'] }),
  exitCode: z.custom<RunReport['exitCode']>().meta({ type: ['integer', 'null'] }),
  summary: z.string().nullable(),
};

export const runReply: z.ZodType<RunSummary> = z.object(runFields);

export const runDetailReply: z.ZodType<RunDetail> = z.object({
  ...runFields,
  report: opaque<RunReport>('the report, once the run has finished').nullable(),
  failure: z
    .object({ code: z.enum(['cancelled', 'service-missing', 'service-lost', 'interrupted', 'internal']), message: z.string() })
    .nullable(),
});

export const tracesReply: z.ZodType<TraceRef[]> = z.array(
  z.object({ strategy: z.string(), repeat: z.int(), purchaseCount: z.int(), keptCount: z.int() }),
);

const step = z.object({
  kind: z.enum(STEP_KINDS),
  name: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  observed: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
});

export const traceReply: z.ZodType<LaneTrace> = z.object({
  runId: z.uuid(),
  strategy: z.string(),
  repeat: z.int(),
  stock: z.int(),
  quantity: z.int(),
  finalStock: z.int(),
  purchaseCount: z.int(),
  purchases: z.array(
    z.object({
      buyerId: z.string(),
      quantity: z.int(),
      outcome: z.enum(OUTCOME_KINDS),
      orderId: z.int().nullable(),
      remaining: z.int().nullable(),
      intendedMs: z.number(),
      invokedMs: z.number(),
      returnedMs: z.number(),
      attempts: z.int(),
      lockWaits: z.int(),
      replica: z.int(),
      steps: z.array(step),
    }),
  ),
  orders: z.array(
    z.object({
      id: z.int(),
      buyerId: z.string(),
      quantity: z.int(),
      remaining: z.int().nullable(),
      fencingToken: z.number().nullable(),
      idempotencyKey: z.string().nullable(),
    }),
  ),
});

const strategyFields = {
  fault: z.string().optional(),
  id: z.string(),
  class: z.enum(STRATEGY_CLASSES),
  title: z.string(),
  tagline: z.string(),
  endpoint: z.string(),
  needs: z.array(z.enum(['postgres', 'redis'])),
  unavailable: z.string().nullable(),
  source: z.string(),
  fileName: z.string(),
  idea: z.string(),
  guarantee: z.string(),
  cost: z.string(),
  failureMode: z.string(),
  isolationLevel: z.string(),
};

export const strategiesReply: z.ZodType<StrategyInfo[]> = z.array(
  z.object({ ...strategyFields, variants: z.array(z.object({ ...strategyFields, variants: z.array(z.never()) })) }),
);

export const experimentsReply: z.ZodType<Experiment[]> = z.array(
  z.object({
    name: z.string(),
    title: z.string(),
    question: z.string(),
    lesson: z.string(),
    plans: z.array(plan),
    varies: z.enum(['thinkMs', 'replicas', 'concurrency', 'buyers']).nullable(),
    expectations: z.array(expectation),
  }),
);

const storeHealth = z.object({ up: z.boolean(), latencyMs: z.number().nullable(), error: z.string().optional() });

export const healthReply = z.object({
  ok: z.boolean(),
  postgres: storeHealth,
  redis: storeHealth,
  shops: z.object({ up: z.int(), of: z.int() }),
});

export const readyReply = z.object({ ready: z.boolean(), draining: z.literal(true).optional() });

export const faultsReply: z.ZodType<ReturnType<Sandbox['faults']>> = z.array(
  z.object({
    name: z.string(),
    title: z.string(),
    what: z.string(),
    target: z.enum(['shops', 'redis', 'postgres', 'buyers']),
    aim: z.string().nullable(),
    aimable: z.boolean(),
    unavailable: z.string().nullable(),
  }),
);

export const guaranteesReply = opaque<MatrixReport>('columns, rows and cells of the matrix, with when and on what it was run');

export const labReply = opaque<LabState>('the lab: its setup, the schedule made so far, what every buyer has done and does next, the row, the locks, the keys, and the verdict at the end');

export const explorationReply = opaque<ExplorationState>('the search: its status, setup, bounds and progress, and what it found once it has finished');

export const lessonsReply = z.array(opaque<Lesson>('a lesson: its setup, schedule, questions and result'));
