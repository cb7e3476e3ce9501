import type { Random } from '@/domain/monotonic-clock';
import { waitUntil } from '@/domain/wait-until';
import { COMES_BACK_WITHIN_MS } from '../processes';
import type { ChaosNumbers } from './numbers';
import type { Sale } from './sale';
import { isHealthy, type ChaosSandbox, type ChaosStores } from './sandbox';

/** What a fault of a sandbox has to work on. */
export interface ChaosContext {
  sandbox: ChaosSandbox;
  stores: ChaosStores;
  numbers: ChaosNumbers;
  sales: readonly Sale[];
  random: Random;
  /** The folder on the small disk that may be filled; null where there is none. */
  smallDisk: string | null;
  signal: AbortSignal;
  /** All buyers buy until nothing is left; true if nothing is. */
  rush(): Promise<boolean>;
}

/** What came of it. */
export interface InjectionResult {
  /** Processes killed, sockets opened or cut, disks filled. */
  injected: number;
  /** The longest time until everything answered again; null when it did not, 0 when nothing was down. */
  healthyAfterMs: number | null;
  /** Guarantees that were broken, beyond what the audit finds. */
  broken: string[];
  /** Why nothing can be concluded, in sentences. */
  undecided: string[];
  notes: string[];
}

export const NOTHING_INJECTED: InjectionResult = { injected: 0, healthyAfterMs: 0, broken: [], undecided: [], notes: [] };

/** Restarts something, and waits until the whole sandbox answers again. The time in milliseconds; null when that took too long. */
export async function timeToHealth({ sandbox, stores, signal }: ChaosContext, restart: () => Promise<unknown>): Promise<number | null> {
  const started = performance.now();
  const healthy = await restart()
    .then(() => waitUntil('everything is healthy again', () => isHealthy(sandbox, stores), { within: COMES_BACK_WITHIN_MS, signal }))
    .then(() => true, () => false);
  signal.throwIfAborted();
  return healthy ? Math.round(performance.now() - started) : null;
}
