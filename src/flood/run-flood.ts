import { judgeRun, zeroBounds } from '@/checkers/judge-run';
import type { Environment, LaneReport, RunReport } from '@/domain/report';
import type { LaneRef, RunEventBody } from '@/domain/run-event';
import { repeatSeed, seededRandom, shuffled } from '@/domain/random';
import { openDatabase } from '@/stores/postgres/database';
import { takeFloodSlot, type FloodSlot } from '@/stores/postgres/flood-slot';
import { PoolerInTheWay } from '@/stores/postgres/pooler';
import { failAbandonedRuns, pruneOrders, recordFailure, recordReport, recordRun } from '@/stores/postgres/runs';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers } from '@/stores/redis/redis-servers';
import { findStrategy } from '@/strategies/registry';
import { readEnvironment } from './environment';
import { mendLeftovers } from '@/faults/mend-leftovers';
import { limitPool } from '@/faults/shop-control';
import { FloodError, toFailure } from '@/domain/flood-error';
import type { FloodJob } from './flood-job';
import { runLane } from './run-lane';
import { ShopClient } from './shop-client';

/** Runs older than this many keep their reports and lose their order rows. */
const RUNS_WITH_ORDERS = 20;

/**
 * Runs a whole flood and reports it as events; the last one is always `finished` or `failed`. Never throws. Results are
 * stored before they are reported.
 */
export async function runFlood(job: FloodJob, signal: AbortSignal, emit: (event: RunEventBody) => void): Promise<void> {
  const database = openDatabase(job.databaseUrl, 'stampede flood');
  try {
    const slot = await takeFloodSlot(job.databaseUrl, signal, () => emit({ kind: 'queued', ahead: 1 })).catch(lostSlot);
    try {
      await recordRun(database.db, job.runId, job.plan, 'running');
      await failAbandonedRuns(database.db, job.runId);
      await pruneOrders(database.db, RUNS_WITH_ORDERS);
      await mendLeftovers(job.shopUrls, database);
      const report = await floodAll(job, slot, signal, emit, await readEnvironment(job, database));
      await recordReport(database.db, job.runId, report);
      emit({ kind: 'finished', report });
    } finally {
      await slot.release();
    }
  } catch (error) {
    const failure = toFailure(error);
    // If Postgres is what was lost, the next flood marks this run instead.
    await recordFailure(database.db, job.runId, failure).catch(() => undefined);
    emit({ kind: 'failed', failure });
  } finally {
    await database.close();
  }
}

function lostSlot(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw new FloodError('cancelled', 'The flood was cancelled before it began. Nothing was sold.');
  if (cause instanceof PoolerInTheWay) throw new FloodError('service-missing', cause.message, { cause });
  throw new FloodError('service-missing', 'Postgres did not answer, so the flood could not begin. Nothing was sold; start Postgres and repeat it.', { cause });
}

async function floodAll(job: FloodJob, slot: FloodSlot, signal: AbortSignal, emit: (event: RunEventBody) => void, environment: Environment): Promise<RunReport> {
  const startedAt = new Date().toISOString();
  const { plan } = job;
  const rounds = Array.from({ length: plan.repeat }, (_, index) => roundOf(plan.strategies, plan.seed, index + 1));
  emit({ kind: 'started', plan, laneOrder: rounds.flat() });

  const clients = new Map<readonly string[], ShopClient>();
  const clientOf = (urls: string[]): ShopClient => {
    const client = clients.get(urls) ?? new ShopClient({ shopUrls: urls.slice(0, plan.replicas), concurrency: connections(job), timeoutMs: job.timeoutMs });
    clients.set(urls, client);
    return client;
  };
  const closeClients = async (): Promise<void> => {
    await Promise.all([...clients.values()].map((client) => client.close()));
  };
  // A cancelled flood does not wait for purchases under way.
  const cut = (): void => void closeClients();
  signal.addEventListener('abort', cut);
  const database = openDatabase(job.databaseUrl, 'stampede flood');
  const redis = job.redisUrls ? openRedisServers(job.redisUrls) : null;
  const stores = { db: database.db, redis: openStockCounter(redis, job.databaseUrl) };
  const lanes: LaneReport[] = [];
  const run = async (lane: LaneRef): Promise<void> => {
    const strategy = findStrategy(lane.strategy);
    if (!strategy) throw new FloodError('internal', `There is no strategy ${lane.strategy}. Nothing was sold in its lane.`);
    const seed = repeatSeed(plan.seed, lane.repeat);
    const shopUrls = shopsOf(job, strategy.id);
    const report = await runLane({ runId: job.runId, lane, strategy, plan, seed, databaseUrl: job.databaseUrl, redisUrls: job.redisUrls, shopUrls: shopUrls.slice(0, plan.replicas), database, stores, shops: clientOf(shopUrls), slot, signal, emit });
    lanes.push(report);
    emit({ kind: 'lane-finished', lane, report });
  };
  try {
    if (plan.poolSize !== null) await limitPools(job, plan.poolSize);
    for (const round of rounds) {
      if (plan.parallel) await Promise.all(round.map(run));
      else for (const lane of round) await run(lane);
    }
  } finally {
    signal.removeEventListener('abort', cut);
    if (plan.poolSize !== null) await limitPools(job, null).catch(() => undefined);
    await closeClients();
    await Promise.all([database.close(), redis?.close()]);
  }
  const inPlanOrder = plan.strategies.flatMap((id) => lanes.filter((lane) => lane.strategy === id).sort((a, b) => a.repeat - b.repeat));
  return { schemaVersion: 1, runId: job.runId, startedAt, plan, environment, lanes: inPlanOrder, bounds: zeroBounds(inPlanOrder), ...judgeRun(inPlanOrder) };
}

/** The shops that sell through a strategy: its own where it comes from a file. */
const shopsOf = ({ strategyFiles = [], shopUrls }: FloodJob, id: string): string[] => strategyFiles.find(({ metadata }) => metadata.id === id)?.shopUrls ?? shopUrls;

async function limitPools(job: FloodJob, connections: number | null): Promise<void> {
  const urls = new Set(job.plan.strategies.flatMap((id) => shopsOf(job, id).slice(0, job.plan.replicas)));
  await Promise.all([...urls].map((url) => limitPool(url, connections))).catch((cause: unknown) => {
    throw new FloodError('service-missing', 'A shop did not take the pool size. Nothing was sold; start the shops with Stampede and repeat the flood.', { cause });
  });
}

/** The lanes of one repeat in an order of its own, so that no strategy is always the one after the crowd of another. */
function roundOf(strategies: readonly string[], seed: number, repeat: number): LaneRef[] {
  return shuffled(strategies, seededRandom(repeatSeed(seed, repeat) ^ 0x51ab)).map((strategy) => ({ strategy, repeat }));
}

const connections = ({ plan }: FloodJob): number => {
  const atOnce = plan.arrivals === 'burst' ? plan.buyers : plan.concurrency;
  return plan.parallel ? atOnce * plan.strategies.length : atOnce;
};
