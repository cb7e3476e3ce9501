import './no-eval';
import { z } from 'zod';
import type { LaneCounts, LaneReport, RunReport } from '@/domain/report';
import type { FloodPlan } from '@/domain/plan';
import type { RunEvent } from '@/domain/run-event';

const lane = z.object({ strategy: z.string().min(1), repeat: z.int().min(1) });

const failure = z.object({
  code: z.enum(['cancelled', 'service-missing', 'service-lost', 'interrupted', 'internal']),
  message: z.string(),
});

/** The insides of a plan or a report are ours on both ends of the wire: only the envelope is checked field by field. */
const holding = <T>(what: string, keys: readonly string[]) =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && keys.every((key) => key in value),
    `expected ${what} with ${keys.join(', ')}`,
  );

const plan = holding<FloodPlan>('a plan', ['strategies', 'stock', 'buyers']);
const counts = holding<LaneCounts>('counts', ['elapsedMs', 'unitsSold', 'latencyMs']);
const laneReport = holding<LaneReport>('a lane report', ['strategy', 'verdict', 'unitsSold', 'series']);
const runReport = holding<RunReport>('a run report', ['runId', 'plan', 'lanes', 'verdict']);

const head = { runId: z.string().min(1), seq: z.int().min(0), atMs: z.number().min(0) };

const envelope = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('queued'), ahead: z.int().min(0) }),
  z.object({ ...head, kind: z.literal('started'), plan, laneOrder: z.array(lane) }),
  z.object({ ...head, kind: z.literal('lane-started'), lane, productId: z.int(), stock: z.number() }),
  z.object({ ...head, kind: z.literal('lane-progress'), lane, counts }),
  z.object({ ...head, kind: z.literal('lane-judging'), lane }),
  z.object({ ...head, kind: z.literal('lane-finished'), lane, report: laneReport }),
  z.object({ ...head, kind: z.literal('finished'), report: runReport }),
  z.object({ ...head, kind: z.literal('failed'), failure }),
]);

/** A line that is not a run event. `line` is cut short, so that it can be logged. */
export class RunEventError extends Error {
  constructor(
    readonly line: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`not a run event: ${reason}`, options);
    this.name = 'RunEventError';
  }
}

/** One run event as one line of JSON, without the line break. */
export function encodeRunEvent(event: RunEvent): string {
  return JSON.stringify(event);
}

/** Reads one line back. Throws `RunEventError`, which names every fault of the envelope. */
export function decodeRunEvent(line: string): RunEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new RunEventError(line.slice(0, 200), 'not JSON', { cause });
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) throw new RunEventError(line.slice(0, 200), faultsOf(parsed.error));
  return parsed.data;
}

const faultsOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'event'}: ${issue.message}`).join('; ');
