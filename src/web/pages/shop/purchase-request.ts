import type { ShopOrder } from '@/web/parts/products/product';

export interface PurchaseWish {
  productId: number;
  userId: string;
  quantity: number;
  /** The same key requests the same purchase again: it cannot be made twice. */
  key: string;
}

/** Whose limit was reached: the buyer's own, or the one shared by the same address. */
export type LimitTier = 'user' | 'ip';

/** How a purchase ended. */
export type PurchaseAnswer =
  | { kind: 'bought'; order: ShopOrder }
  | { kind: 'sold-out' }
  | { kind: 'too-fast'; tier: LimitTier; retryAfterS: number; limit: number | null; windowS: number | null }
  /** Certainly not bought; asking again with the same key is fine. */
  | { kind: 'not-bought'; sentence: string }
  /** The purchase itself is wrong: asking again does not help. */
  | { kind: 'refused'; sentence: string }
  /** The answer was lost. Perhaps it was bought; asking again with the same key finds out. */
  | { kind: 'unknown'; sentence: string };

const PATIENCE_MS = 20_000;

/** Asks to buy. Never throws: if anything goes wrong on the way, it is unknown whether it was bought. */
export async function askToBuy({ productId, userId, quantity, key }: PurchaseWish, send: typeof fetch = fetch): Promise<PurchaseAnswer> {
  try {
    const response = await send('/api/purchase', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ productId, userId, quantity }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return readAnswer(response.status, response.headers, await response.json().catch(() => null));
  } catch {
    return { kind: 'unknown', sentence: 'The connection to the shop broke before its answer came.' };
  }
}

/** What an answer means. After a server error that does not say that nothing was bought, the result is unknown. */
export function readAnswer(status: number, headers: Headers, body: unknown): PurchaseAnswer {
  const { order, error } = (body ?? {}) as { order?: ShopOrder; error?: { code?: string; message?: string; details?: unknown } };
  if (status === 200 && order) return { kind: 'bought', order };
  if (status === 429) return { kind: 'too-fast', tier: tierIn(error), retryAfterS: secondsIn(headers.get('retry-after')), limit: limitIn(headers.get('ratelimit-limit')), windowS: windowIn(error) };
  if (status === 409 && error?.code === 'sold_out') return { kind: 'sold-out' };
  if (status === 503 && error?.code !== undefined) return { kind: 'not-bought', sentence: error.message ?? 'The shop could not sell it just now.' };
  if (status >= 400 && status < 500) return { kind: 'refused', sentence: error?.message ?? `The shop refused it (${status}).` };
  return { kind: 'unknown', sentence: 'The shop failed during the purchase.' };
}

interface Refusal {
  code?: string;
  details?: unknown;
}

/** The first detail of the refusal names the tier. Calls of any kind are limited by address alone. */
const tierIn = (error: Refusal | undefined): LimitTier => (error?.code === 'too_many_purchases' && firstDetail(error)?.name !== 'ip' ? 'user' : 'ip');

/** And the window: 'at most 5 purchases in 60 seconds'. */
function windowIn(error: Refusal | undefined): number | null {
  const expected = firstDetail(error)?.expected;
  const digits = typeof expected === 'string' ? /in (\d{1,6}) seconds/.exec(expected)?.[1] : undefined;
  return error?.code !== 'too_many_purchases' || digits === undefined ? null : Number(digits);
}

function firstDetail(error: Refusal | undefined): { name?: unknown; expected?: unknown } | null {
  const [detail] = Array.isArray(error?.details) ? (error.details as ({ name?: unknown; expected?: unknown } | null)[]) : [];
  return detail ?? null;
}

function secondsIn(retryAfter: string | null): number {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Math.max(1, Number(retryAfter)) : 1;
}

/** `RateLimit-Limit: 5`, perhaps with more behind it. */
function limitIn(header: string | null): number | null {
  const digits = /^\d{1,9}/.exec(header ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
