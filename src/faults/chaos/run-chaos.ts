import { CHAOS_FAULTS, type ChaosFaultName, type ChaosReport, type ChaosRow, type ChaosSize } from '@/domain/chaos';
import { seededRandom } from '@/flood/random';
import { openDatabase } from '@/stores/postgres/database';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers, unreachableServers } from '@/stores/redis/redis-servers';
import { chaosReport } from './judge-chaos';
import { CHAOS_NUMBERS } from './numbers';
import { runRow } from './run-row';
import type { Sale } from './sale';
import type { ChaosSandbox } from './sandbox';

export interface ChaosOptions {
  size: ChaosSize;
  seed: number;
  faults: readonly ChaosFaultName[];
  signal: AbortSignal;
  /** A line of progress. */
  tell: (line: string) => void;
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
  const { size, seed, faults, signal, tell, smallDisk } = options;
  const database = openDatabase(sandbox.databaseUrl, 'stampede chaos');
  const redis = openRedisServers(sandbox.redisUrls);
  const rows: ChaosRow[] = [];
  const earlier: Sale[] = [];
  try {
    await unreachableServers(redis, 5_000);
    const stores = { database, redis, shelves: { db: database.db, redis: openStockCounter(redis, sandbox.databaseUrl) } };
    const numbers = CHAOS_NUMBERS[size];
    for (const fault of faults) {
      signal.throwIfAborted();
      const { title } = CHAOS_FAULTS.find(({ name }) => name === fault) ?? { title: fault };
      const started = performance.now();
      tell(`${title} ...`);
      const row =
        fault === 'full-disk' && smallDisk === null
          ? await elsewhere(options)
          : await runRow({ fault, sandbox, stores, numbers, random: seededRandom(seed), smallDisk, signal, earlier }).catch((error: unknown) => brokenOff(fault, error, signal));
      rows.push(row);
      tell(`${title}: ${row.notPossible === null ? row.verdict : 'not possible here'} after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
    }
    return chaosReport(size, seed, rows);
  } finally {
    await Promise.all([database.close(), redis.close()]);
  }
}

async function elsewhere({ onSmallDisk, signal }: ChaosOptions): Promise<ChaosRow> {
  const row = await onSmallDisk().catch((error: unknown) => brokenOff('full-disk', error, signal));
  return typeof row === 'string' ? { ...blank('full-disk'), notPossible: row } : row;
}

/** A fault that could not be carried to its end has shown nothing. */
function brokenOff(fault: ChaosFaultName, error: unknown, signal: AbortSignal): ChaosRow {
  signal.throwIfAborted();
  return { ...blank(fault), complaints: [`It could not be carried to its end: ${error instanceof Error ? error.message : String(error)}`] };
}

const blank = (fault: ChaosFaultName): ChaosRow => ({
  fault,
  title: CHAOS_FAULTS.find(({ name }) => name === fault)?.title ?? fault,
  notPossible: null,
  purchases: 0,
  confirmed: 0,
  unknown: 0,
  struck: 0,
  lost: 0,
  doubled: 0,
  oversold: 0,
  healthyAfterMs: null,
  verdict: 'undecided',
  complaints: [],
  notes: [],
});
