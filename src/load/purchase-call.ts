import type { Pool } from 'undici';
import { z } from 'zod';
import type { StepRecord } from '@/domain/purchase';
import type { Answer } from './buy';

/** undici's `request` makes a stream of every answer, which costs a third of the rate; an answer here is one small text. */
export function postPurchase(pool: Pool, path: string, headers: string[], body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    pool.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_controller, chunk) => {
          chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, text: Buffer.concat(chunks).toString('utf8') }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

const answerSchema = z.object({
  order: z.object({ id: z.int(), remaining: z.int().nullable() }).optional(),
  error: z.object({ code: z.string(), message: z.string().default('') }).optional(),
  attempts: z.int().default(1),
  lockWaits: z.int().default(0),
  steps: z.array(z.custom<StepRecord>()).optional(),
});

const NOTHING = { orderId: null, remaining: null, attempts: 1, lockWaits: 0, steps: [] } as const;

/** What a buyer makes of a shop's answer. */
export function toAnswer(status: number, text: string, replica: number): Answer {
  const parsed = answerSchema.safeParse(parseJson(text));
  // A shop that answers nonsense has said nothing about the purchase.
  if (!parsed.success) return { ...NOTHING, outcome: 'unknown', replica };
  const { order, error, attempts, lockWaits, steps = [] } = parsed.data;
  const common = { orderId: null, remaining: null, attempts, lockWaits, replica, steps };
  if (status === 200 && order) return { ...common, outcome: 'confirmed', orderId: order.id, remaining: order.remaining };
  if (error?.code === 'sold_out') return { ...common, outcome: 'sold-out' };
  if (error?.code === 'strategy_mistake') return { ...common, outcome: 'unknown', mistake: error.message };
  if (error?.code === 'outcome_unknown' || status === 500) return { ...common, outcome: 'unknown' };
  return { ...common, outcome: 'gave-up' };
}

/** A request that never reached a shop has certainly not bought. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** What a buyer makes of no answer at all. */
export function lostAnswer(error: unknown, replica: number): Answer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { ...NOTHING, outcome: NEVER_SENT.has(code) ? 'gave-up' : 'unknown', replica, lost: true };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
