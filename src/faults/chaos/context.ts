import type { Random } from '@/domain/monotonic-clock';
import { poll } from '@/flood/poll';
import type { ChaosNumbers } from './numbers';
import type { Sale, Told } from './sale';
import { isHealthy, type ChaosSandbox, type ChaosStores } from './sandbox';

/** What one stroke has to work on. */
export interface ChaosField {
  sandbox: ChaosSandbox;
  stores: ChaosStores;
  numbers: ChaosNumbers;
  sales: readonly Sale[];
  random: Random;
  /** The folder on the small disk that may be filled; null where there is none. */
  smallDisk: string | null;
  signal: AbortSignal;
  /** Answers that buyers of the crowd have had so far, and how many of them were neither a sale nor 'sold out'. */
  answers(): { all: number; refused: number };
  /** Everybody buys until the shelves are empty; true when they are. */
  rush(): Promise<boolean>;
}

/** What came of it. */
export interface Struck {
  struck: number;
  /** The longest time until everything answered again; null when it did not, 0 when nothing was down. */
  healthyAfterMs: number | null;
  /** Guarantees that were broken, beyond what the audit finds. */
  broken: string[];
  /** Why nothing can be concluded, in sentences. */
  undecided: string[];
  notes: string[];
  /** Purchases that were made beside the crowd's, by product. */
  told?: ReadonlyMap<number, readonly Told[]>;
}

export const NOTHING_STRUCK: Struck = { struck: 0, healthyAfterMs: 0, broken: [], undecided: [], notes: [] };

const BACK_WITHIN_MS = 60_000;

/**
 * Kills, and waits until whoever looks after the sandbox has brought it back: `isBack` tells that what was killed is another
 * process now, and then everything has to answer. The time in milliseconds; null when that took more than a minute.
 */
export async function killAndHeal({ sandbox, stores, signal }: ChaosField, kill: () => Promise<unknown>, isBack: () => Promise<boolean>): Promise<number | null> {
  const started = performance.now();
  await kill();
  const back = await poll(async () => (await isBack()) && (await isHealthy(sandbox, stores)), BACK_WITHIN_MS, signal).then(
    () => true,
    () => false,
  );
  signal.throwIfAborted();
  return back ? Math.round(performance.now() - started) : null;
}

/** The longest of several; null when one of them never ended. */
export const longest = (times: readonly (number | null)[]): number | null =>
  times.reduce<number | null>((most, time) => (most === null || time === null ? null : Math.max(most, time)), 0);
