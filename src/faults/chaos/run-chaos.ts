import type { ChaosReport, ChaosRow, ChaosSize } from '@/domain/chaos';
import { needsOf, type ChaosFaultName } from '@/domain/fault';
import { seededRandom } from '@/domain/random';
import { openDatabase } from '@/stores/postgres/database';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers, unreachableServers } from '@/stores/redis/redis-servers';
import { chaosReport } from './judge-chaos';
import { CHAOS_NUMBERS } from './numbers';
import { rowOf, runRow } from './run-row';
import type { Sale } from './sale';
import type { ChaosSandbox } from './sandbox';

export interface ChaosOptions {
  size: ChaosSize;
  seed: number;
  faults: readonly ChaosFaultName[];
  signal: AbortSignal;
  /** A line of progress. */
  log: (line: string) => void;
  /** Fills the disk of another sandbox, which has a small one; a sentence where there cannot be such a disk. */
  onSmallDisk: () => Promise<ChaosRow | string>;
  /** Set in that other sandbox: where its small disk is. */
  smallDisk: string | null;
}

/**
 * Breaks a sandbox in one way after another, with buyers in it all the time, and audits after each what was sold. Rejects when
 * the signal comes; everything else that goes wrong is a row that could not be decided.
 */
export async function runChaos(sandbox: ChaosSandbox, options: ChaosOptions): Promise<ChaosReport> {
  const { size, seed, faults, signal, log, smallDisk, onSmallDisk } = options;
  const database = openDatabase(sandbox.databaseUrl, 'stampede chaos');
  const redis = openRedisServers(sandbox.redisUrls);
  const rows: ChaosRow[] = [];
  const earlier: Sale[] = [];
  try {
    await unreachableServers(redis, 5_000);
    const stores = { database, redis, stock: { db: database.db, redis: openStockCounter(redis, sandbox.databaseUrl) } };
    for (const fault of faults) {
      signal.throwIfAborted();
      const { title } = unfinished(fault);
      const started = performance.now();
      log(`${title} ...`);
      const elsewhere = smallDisk === null && needsOf(fault).includes('small disk');
      const run = elsewhere ? onSmallDisk() : runRow({ fault, sandbox, stores, numbers: CHAOS_NUMBERS[size], random: seededRandom(seed), smallDisk, signal, earlier });
      const ran = await run.catch((error: unknown) => {
        signal.throwIfAborted();
        // A fault that could not be carried to its end has shown nothing.
        return unfinished(fault, { problems: [`It could not be carried to its end: ${error instanceof Error ? error.message : String(error)}`] });
      });
      const row = typeof ran === 'string' ? unfinished(fault, { notPossible: ran }) : ran;
      rows.push(row);
      log(`${title}: ${row.notPossible === null ? row.verdict : 'not possible here'} after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
    }
    return chaosReport(size, seed, rows);
  } finally {
    await Promise.all([database.close(), redis.close()]);
  }
}

function unfinished(fault: ChaosFaultName, why: Partial<Pick<ChaosRow, 'problems' | 'notPossible'>> = {}): ChaosRow {
  return { ...rowOf(fault, { sales: [], audits: [], injected: 0, healthyAfterMs: null, verdict: 'undecided', problems: why.problems ?? [], notes: [] }), notPossible: why.notPossible ?? null };
}
