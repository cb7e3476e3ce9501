import { SQLSTATE } from '@/stores/postgres/sqlstate';
import type { Random } from '@/domain/monotonic-clock';

/** How often and for how long something is tried. All times in milliseconds. */
export interface RetryPolicy {
  /** Total tries, including the first. */
  attempts: number;
  /** No further try starts after this time. */
  budgetMs: number;
  /** The longest first pause; it doubles from try to try up to `capMs`. */
  baseMs: number;
  capMs: number;
  /** The reason of a purchase that gives up after all tries. */
  reason: (attempts: number) => string;
  /** The errors of Postgres after which another attempt makes sense: nothing of the first took effect. */
  sqlStates?: readonly string[];
}

/**
 * A version conflict: another buyer's write came first. In a crowd of hundreds one buyer wins a round and all others
 * lose it, so the number of tries is large; the pause grows fast, so that most of them back off.
 */
export const VERSION_CONFLICT: RetryPolicy = { attempts: 200, budgetMs: 20_000, baseMs: 4, capMs: 120, reason: (attempts) => `another buyer was faster in each of ${attempts} attempts` };

/** Another buyer holds the lease. Redlock's own default gives up after about 2 s, which leaves stock unsold in a crowd. */
export const LEASE_TAKEN: RetryPolicy = { attempts: 1_000, budgetMs: 20_000, baseMs: 16, capMs: 200, reason: () => 'the lock was never free in time' };

/** Postgres refused a transaction (40001): another buyer's write came first. The same crowd as above, on the same row. */
export const SERIALIZATION_FAILURE: RetryPolicy = { attempts: 200, budgetMs: 20_000, baseMs: 4, capMs: 120, reason: (attempts) => `Postgres refused each of ${attempts} attempts, because another buyer had written in between`, sqlStates: [SQLSTATE.serializationFailure, SQLSTATE.deadlockDetected] };

/** A mutex in the same process: trying costs nothing, so it is tried often. */
export const MUTEX_TAKEN: RetryPolicy = { attempts: 100_000, budgetMs: 20_000, baseMs: 1, capMs: 8, reason: () => 'the mutex was never free in time' };

/** Other buyers have locked every unsold unit, for as long as a purchase takes. */
export const ALL_LOCKED: RetryPolicy = { attempts: 1_000, budgetMs: 20_000, baseMs: 4, capMs: 50, reason: (attempts) => `all remaining units were locked by other buyers in each of ${attempts} attempts` };

/** The lease expired while its holder worked. Few tries, because a buyer that was paused once is seldom paused again. */
export const TOKEN_TOO_OLD: RetryPolicy = { attempts: 20, budgetMs: 20_000, baseMs: 4, capMs: 50, reason: () => 'a buyer with a newer lease was faster each time' };

/** A version of an event stream was taken. Five retries; after that the strategy does something else. */
export const FIVE_RETRIES: RetryPolicy = { attempts: 6, budgetMs: 20_000, baseMs: 4, capMs: 60, reason: (attempts) => `another buyer was faster in each of ${attempts} attempts` };

/** A version was taken in spite of the lock: each buyer without the lock wins at most once, so this ends soon. */
export const LOCK_BYPASSED: RetryPolicy = { attempts: 200, budgetMs: 20_000, baseMs: 1, capMs: 4, reason: (attempts) => `a buyer without the lock was faster in each of ${attempts} attempts` };

/** A purchase with the same idempotency key is under way, for as long as a purchase takes. */
export const TWIN_UNDER_WAY: RetryPolicy = { attempts: 1_000, budgetMs: 20_000, baseMs: 4, capMs: 50, reason: () => 'another purchase with the same key was under way all the time' };

/**
 * The pause after the `tries`-th failed try: random between half and the whole of an exponentially growing limit, because
 * buyers that pause equally long meet again. Source: Brooker, 'Exponential Backoff And Jitter' (equal jitter).
 */
export function backOffMs(policy: RetryPolicy, tries: number, random: Random): number {
  const limit = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries - 1, 20));
  return limit / 2 + (random() * limit) / 2;
}
