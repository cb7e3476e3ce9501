import { TRACE_MAX_BUYERS } from '@/domain/limits';
import { machineClock } from '@/domain/monotonic-clock';
import type { FloodPlan } from '@/domain/plan';
import type { LaneCounts, LaneReport } from '@/domain/report';
import type { LaneRef, RunEventBody } from '@/domain/run-event';
import { floodLane } from '@/flood/flood-lane';
import { busyShopSessions, readFinalState } from '@/stores/postgres/audit';
import type { OpenDatabase } from '@/stores/postgres/database';
import { readCounter } from '@/stores/redis/counter';
import { createProduct } from '@/stores/postgres/products';
import type { ShelfStores } from '@/stores/shelves';
import { shelfOf } from '@/strategies/registry';
import type { Strategy } from '@/strategies/strategy';
import { FloodError } from './flood-error';
import { laneReport, type FinalState } from './lane-report';
import type { ShopClient } from './shop-client';
import { poll } from './poll';
import { LOST_AFTER_MS, watchStores } from './watch-stores';

export interface LaneJob {
  runId: string;
  lane: LaneRef;
  strategy: Strategy;
  plan: FloodPlan;
  seed: number;
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  database: OpenDatabase;
  /** For putting on sale. */
  stores: ShelfStores;
  shops: ShopClient;
  signal: AbortSignal;
  emit: (event: RunEventBody) => void;
}

/** How long purchases that nobody waits for any more may take to end. */
const PATIENCE_MS = 15_000;

/** One sale, from an untouched shelf to a judged report. Throws `FloodError` when a store is lost or the run is cancelled. */
export async function runLane(job: LaneJob): Promise<LaneReport> {
  const { lane, strategy, plan, seed, shops, signal, emit } = job;
  const productId = await putOnSale(job, `${strategy.title}, run ${job.runId}`, plan.stock);
  emit({ kind: 'lane-started', lane, productId, stock: plan.stock });
  await rehearse(job);

  const giveUp = new AbortController();
  const lost: string[] = [];
  const watch = watchStores({
    databaseUrl: job.databaseUrl,
    redisUrls: strategy.needs.includes('redis') ? job.redisUrls : null,
    onLost: (store) => {
      lost.push(store);
      giveUp.abort();
      // Nobody waits for what can no longer be decided.
      void shops.close();
    },
  });
  let lockQueuePeak = 0;
  const { recorder, durationMs } = await floodLane({
    plan,
    seed,
    buy: shops.buyer({ strategy, productId, trace: plan.buyers <= TRACE_MAX_BUYERS }),
    clock: machineClock,
    signal: AbortSignal.any([signal, giveUp.signal]),
    onProgress: (recorded, elapsedMs) => emit({ kind: 'lane-progress', lane, counts: recorded.counts(elapsedMs) }),
  }).finally(async () => {
    lockQueuePeak = await watch.stop();
  });
  if (signal.aborted) throw new FloodError('cancelled', `The flood was cancelled while ${strategy.id} was selling. Lanes that had finished are not judged.`);
  const counts = recorder.counts(durationMs);
  if (lost[0]) throw lostStore(lost[0], strategy.id, counts);

  emit({ kind: 'lane-progress', lane, counts });
  emit({ kind: 'lane-judging', lane });
  const finalState = await comeToRest(job, productId).catch((cause: unknown) => {
    throw lostStore('Postgres', strategy.id, counts, cause);
  });
  return laneReport({ lane, strategy, plan, seed, productId, recorder, durationMs, lockQueuePeak, finalState });
}

function lostStore(store: string, strategyId: string, { confirmed, gaveUp, unknown }: LaneCounts, cause?: unknown): FloodError {
  const answers = `${confirmed} confirmed, ${gaveUp} gave up, ${unknown} unknown`;
  const message = `${store} was lost while ${strategyId} was selling (${answers}) and did not come back within ${LOST_AFTER_MS / 1_000} s. Nothing can be decided; start ${store} again and repeat the flood.`;
  return new FloodError('service-lost', message, { cause });
}

/**
 * A few purchases of another product first, so that connections, prepared statements and the shops' code are warm and the
 * lane that happens to come first is not the slowest for it: many that ask for too much, which wakes every connection
 * and takes no lock, then one sale after another.
 */
async function rehearse(job: LaneJob): Promise<void> {
  const { strategy, shops } = job;
  await shops.warm().catch((cause: unknown) => {
    throw new FloodError('service-missing', 'A shop did not answer. Nothing was sold; start the shops and repeat the flood.', { cause });
  });
  const productId = await putOnSale(job, 'Rehearsal', REHEARSAL_SALES);
  const buy = shops.buyer({ strategy, productId, trace: false });
  const rehearsal = (index: number, quantity: number): Promise<unknown> => buy({ index, buyerId: `rehearsal-${index}`, quantity, thinkMs: 0, arrivalMs: 0 });
  await Promise.all(Array.from({ length: REHEARSAL_READS }, (_, index) => rehearsal(index, REHEARSAL_SALES + 1)));
  for (let index = 0; index < REHEARSAL_SALES; index++) await rehearsal(index, 1);
}

/** Enough to wake every database connection of two shops of the usual size. */
const REHEARSAL_READS = 60;
const REHEARSAL_SALES = 8;

async function putOnSale({ stores, runId, strategy }: LaneJob, name: string, stock: number): Promise<number> {
  const product = await createProduct(stores, { name, price: '49.00', stock, runId, shelf: shelfOf(strategy) }).catch((cause: unknown) => {
    throw new FloodError('service-lost', `'${name}' could not be put on sale. Nothing was sold; see whether Postgres and Redis are up, and repeat the flood.`, { cause });
  });
  return product.id;
}

/** Waits until no purchase is under way in the shops any more, then reads what is there. */
async function comeToRest({ database, stores, strategy }: LaneJob, productId: number): Promise<FinalState> {
  await poll(async () => (await busyShopSessions(database)) >= 0, LOST_AFTER_MS);
  await poll(async () => (await busyShopSessions(database)) === 0, PATIENCE_MS);
  const shelf = shelfOf(strategy);
  const counterStock = shelf === 'redis' && stores.redis ? await readCounter(stores.redis, productId) : null;
  return { ...(await readFinalState(database.db, productId, shelf)), counterStock };
}
