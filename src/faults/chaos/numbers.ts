import type { ChaosSize } from '@/domain/chaos';

/** How much is done in a run of this size. */
export interface ChaosNumbers {
  strategies: readonly string[];
  stock: number;
  buyersPerSale: number;
  /** Between two purchases of one buyer before the rush. */
  paceMs: number;
  /** How long a crowd in a rush may take to sell everything: far longer than the 5 s of a lease that could not be given back. */
  rushWithinMs: number;
  watchers: number;
  slowReaders: number;
  hangUps: number;
}

/** Ways to keep a count that fail differently: one statement, a held lock, a shared transaction, a lease, Redis, events. */
const QUICK = ['conditional-update', 'for-update', 'coalesced', 'redlock-fenced', 'redis-lua', 'event-sourced'];
const FULL = [...QUICK, 'optimistic-version', 'redlock', 'advisory-lock', 'serializable', 'repeatable-read', 'skip-locked'];

export const CHAOS_NUMBERS: Readonly<Record<ChaosSize, ChaosNumbers>> = {
  quick: { strategies: QUICK, stock: 150, buyersPerSale: 4, paceMs: 120, rushWithinMs: 60_000, watchers: 200, slowReaders: 20, hangUps: 200 },
  full: { strategies: FULL, stock: 300, buyersPerSale: 5, paceMs: 200, rushWithinMs: 150_000, watchers: 500, slowReaders: 60, hangUps: 1_000 },
};
