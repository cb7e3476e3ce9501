import { machineClock } from '@/domain/monotonic-clock';
import type { FloodPlan } from '@/domain/plan';
import type { LaneCounts, LaneReport } from '@/domain/report';
import type { LaneRef, RunEventBody } from '@/domain/run-event';
import { floodLane } from '@/load/flood-lane';
import { busyShopSessions } from '@/stores/postgres/audit';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { FloodSlot } from '@/stores/postgres/flood-slot';
import { createProduct } from '@/stock/products';
import { storeTrace } from '@/stores/postgres/traces';
import { unsettled } from '@/stores/redis/reservation-stream';
import { readFinalState, type FinalState } from '@/stock/final-state';
import { ghostStock } from '@/stock/ghost-stock';
import type { StockStores } from '@/stock/stock';
import { stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { parseFault } from '@/domain/fault';
import { waitUntil } from '@/domain/wait-until';
import type { Recorder } from '@/load/recorder';
import { LaneFault } from '@/faults/lane-fault';
import { COMES_BACK_WITHIN_MS } from '@/faults/processes';
import { FloodError } from '@/domain/flood-error';
import { laneReport } from './lane-report';
import { laneTrace } from './lane-trace';
import type { ShopClient } from './shop-client';
import { LOST_AFTER_MS, NOTHING_SEEN, watchStores, type Watched } from './watch-stores';

export interface LaneJob {
  runId: string;
  lane: LaneRef;
  strategy: Strategy;
  plan: FloodPlan;
  seed: number;
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  /** Those that are flooded. */
  shopUrls: readonly string[];
  database: OpenDatabase;
  /** For putting on sale. */
  stores: StockStores;
  shops: ShopClient;
  slot: FloodSlot;
  signal: AbortSignal;
  emit: (event: RunEventBody) => void;
}

/** How long purchases that nobody waits for any more may take to end. */
const PATIENCE_MS = 15_000;

/** One sale, from an untouched stock to a judged report, with its trace stored. Throws `FloodError` when a store is lost or the run is cancelled. */
export async function runLane(job: LaneJob): Promise<LaneReport> {
  const { lane, strategy, plan, seed, shops, signal, emit } = job;
  const productId = await putOnSale(job, `${strategy.title}, run ${job.runId}`, plan.stock);
  const companionId = strategy.carts ? await putOnSale(job, `${strategy.title}, run ${job.runId}, what goes with it`, plan.stock) : null;
  emit({ kind: 'lane-started', lane, productId, stock: plan.stock });
  await rehearse(job);

  const giveUp = new AbortController();
  const ending = AbortSignal.any([signal, giveUp.signal]);
  const fault = faultOf(job, ending, () => recorded?.counts(0).confirmed ?? 0);
  const lost: string[] = [];
  const watch = watchStores({
    databaseUrl: job.databaseUrl,
    shopUrls: job.shopUrls,
    redisUrls: strategy.needs.includes('redis') ? job.redisUrls : null,
    // Longer than whoever looks after the services needs to start one again.
    lostAfterMs: fault ? COMES_BACK_WITHIN_MS : LOST_AFTER_MS,
    ghostStock: ghostSampler(job, productId),
    onLost: (store) => {
      lost.push(store);
      giveUp.abort();
      // Nobody waits for what can no longer be decided.
      void shops.close();
    },
  });
  let watched: Watched = NOTHING_SEEN;
  let recorded: Recorder | null = null;
  // A fault that fails stops the lane; its reason is told at the end.
  const faultRun = fault?.run().catch((error: unknown) => {
    giveUp.abort();
    void shops.close();
    return error instanceof FloodError ? error : new FloodError('internal', String(error));
  });
  const { recorder, durationMs } = await floodLane({
    plan,
    seed,
    buy: shops.buyer({ strategy, productId, companionId, trace: true, fault }),
    ...(fault ? { admit: ({ index }) => fault.admit(index) } : {}),
    clock: machineClock,
    signal: ending,
    onProgress: (progress, elapsedMs) => {
      recorded = progress;
      emit({ kind: 'lane-progress', lane, counts: progress.counts(elapsedMs) });
    },
  }).finally(async () => {
    fault?.crowdEnded();
    watched = await watch.stop();
  });
  // Whatever it has broken is mended before anything else.
  const failed = await faultRun;
  if (signal.aborted) throw new FloodError('cancelled', `The flood was cancelled while ${strategy.id} was selling. Lanes that had finished are not judged.`);
  if (failed instanceof FloodError) throw failed;
  const counts = recorder.counts(durationMs);
  if (lost[0]) throw lostStore(lost[0], strategy.id, counts);

  emit({ kind: 'lane-progress', lane, counts });
  emit({ kind: 'lane-judging', lane });
  const finalState = await comeToRest(job, productId).catch((cause: unknown) => {
    if (cause instanceof FloodError) throw cause;
    throw lostStore('Postgres', strategy.id, counts, cause);
  });
  // What is left when all is settled stays so: it belongs to nobody.
  if (finalState.counterStock !== null) watched.ghostSeries?.push({ tMs: Math.round(durationMs), units: finalState.finalStock - finalState.counterStock });
  const report = laneReport({ lane, strategy, plan, seed, productId, recorder, durationMs, watched, finalState, fault: fault?.report() ?? null });
  const { purchases } = recorder;
  const { orders, finalStock } = finalState;
  await storeTrace(job.database.db, laneTrace({ runId: job.runId, lane, plan, seed, purchases, orders, finalStock, findings: report.findings })).catch((cause: unknown) => {
    throw lostStore('Postgres', strategy.id, counts, cause);
  });
  return report;
}

/** Units reserved in Redis and not yet in Postgres; null for a sale that is not counted there. */
function ghostSampler({ stores: { db, redis }, strategy }: LaneJob, productId: number): (() => Promise<number | null>) | null {
  return stockModelOf(strategy) === 'redis' && redis ? () => ghostStock({ db, redis }, productId) : null;
}

function lostStore(store: string, strategyId: string, { confirmed, gaveUp, unknown }: LaneCounts, cause?: unknown): FloodError {
  const answers = `${confirmed} confirmed, ${gaveUp} gave up, ${unknown} unknown`;
  const message = `${store} was lost while ${strategyId} was selling (${answers}) and did not come back within ${LOST_AFTER_MS / 1_000} s. Nothing can be decided; start ${store} again and repeat the flood.`;
  return new FloodError('service-lost', message, { cause });
}

/** The plan's fault, ready for this lane; null when it has none. */
function faultOf({ plan, shopUrls, redisUrls, databaseUrl, database, slot }: LaneJob, signal: AbortSignal, confirmed: () => number): LaneFault | null {
  if (plan.fault === null) return null;
  const aimed = parseFault(plan.fault);
  if (typeof aimed === 'string') throw new FloodError('internal', `${aimed}. Nothing was sold.`);
  const startMs = machineClock();
  const context = { shopUrls, redisUrls: redisUrls ?? [], databaseUrl, database, slot, signal, confirmed };
  return new LaneFault({ aimed, buyers: plan.buyers, replicas: plan.replicas, context, elapsedMs: () => Math.round(machineClock() - startMs) });
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
  const buy = shops.buyer({ strategy, productId, companionId: null, trace: false, fault: null });
  const rehearsal = (index: number, quantity: number): Promise<unknown> => buy({ index, buyerId: `rehearsal-${index}`, quantity, thinkMs: 0, arrivalMs: 0 });
  await Promise.all(Array.from({ length: REHEARSAL_READS }, (_, index) => rehearsal(index, REHEARSAL_SALES + 1)));
  for (let index = 0; index < REHEARSAL_SALES; index++) await rehearsal(index, 1);
}

/** Enough to wake every database connection of two shops of the usual size. */
export const REHEARSAL_READS = 60;
export const REHEARSAL_SALES = 8;

async function putOnSale({ stores, runId, strategy }: LaneJob, name: string, stock: number): Promise<number> {
  const product = await createProduct(stores, { name, price: '49.00', stock, runId, stockModel: stockModelOf(strategy) }).catch((cause: unknown) => {
    throw new FloodError('service-lost', `'${name}' could not be put on sale. Nothing was sold; see whether Postgres and Redis are up, and repeat the flood.`, { cause });
  });
  return product.id;
}

/** Waits until no purchase is under way in the shops any more, then reads what is there. */
async function comeToRest({ database, stores, strategy }: LaneJob, productId: number): Promise<FinalState> {
  await waitUntil('Postgres answers', async () => (await busyShopSessions(database)) >= 0, { within: LOST_AFTER_MS });
  let busy = 0;
  await waitUntil('no purchase is under way', async () => (busy = await busyShopSessions(database)) === 0, { within: PATIENCE_MS }).catch((cause: unknown) => {
    // Postgres itself answers.
    if (busy === 0) throw cause;
    const message = `${busy} purchases of ${strategy.id} were still under way in the shops ${PATIENCE_MS / 1_000} s after the last buyer had an answer: a shop stands still. Nothing can be decided; start the shops again and repeat the flood.`;
    throw new FloodError('service-lost', message, { cause });
  });
  const model = stockModelOf(strategy);
  // What is reserved and not settled yet is neither sold nor unsold.
  const { redis } = stores;
  if (model === 'redis' && redis) await waitUntil('every reservation is settled', async () => (await unsettled(redis)) === 0, { within: PATIENCE_MS }).catch(() => undefined);
  return readFinalState(stores, productId, model);
}
