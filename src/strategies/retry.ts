import type { Random } from '@/domain/monotonic-clock';

/** How often and how patiently something is tried. All times in milliseconds. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  attempts: number;
  /** No further try starts after this long. */
  budgetMs: number;
  /** The longest first pause; it doubles from try to try up to `capMs`. */
  baseMs: number;
  capMs: number;
}

/**
 * A version conflict: somebody else's write came first. In a crowd of hundreds one buyer wins a round and all others
 * lose it, so the number of tries is large; the pause grows fast, so that most of them stand aside.
 */
export const VERSION_CONFLICT: RetryPolicy = { attempts: 200, budgetMs: 20_000, baseMs: 4, capMs: 120 };

/** A lease that somebody else holds. Redlock's own default gives up after about 2 s, which leaves stock unsold in a crowd. */
export const LEASE_TAKEN: RetryPolicy = { attempts: 1_000, budgetMs: 20_000, baseMs: 16, capMs: 200 };

/**
 * The pause after the `tries`-th failed try: random between half and the whole of an exponentially growing limit, because
 * buyers that pause equally long meet again. Source: Brooker, 'Exponential Backoff And Jitter' (equal jitter).
 */
export function backOffMs(policy: RetryPolicy, tries: number, random: Random): number {
  const limit = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries - 1, 20));
  return limit / 2 + (random() * limit) / 2;
}
