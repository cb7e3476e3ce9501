import { TRACE_MAX_BUYERS } from '@/domain/limits';
import { machineClock } from '@/domain/monotonic-clock';
import type { FloodPlan } from '@/domain/plan';
import type { LaneReport } from '@/domain/report';
import type { LaneRef, RunEventBody } from '@/domain/run-event';
import { floodLane } from '@/flood/flood-lane';
import { busyShopSessions, readFinalState } from '@/stores/postgres/audit';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct } from '@/stores/postgres/products';
import type { Strategy } from '@/strategies/strategy';
import { FloodError } from './flood-error';
import { laneReport } from './lane-report';
import { watchLockQueue } from './lock-watch';
import type { ShopClient } from './shop-client';
import { poll } from './poll';

export interface LaneJob {
  runId: string;
  lane: LaneRef;
  strategy: Strategy;
  plan: FloodPlan;
  seed: number;
  databaseUrl: string;
  database: OpenDatabase;
  shops: ShopClient;
  signal: AbortSignal;
  emit: (event: RunEventBody) => void;
}

/** How long the stores may take to answer again before the lane is given up, and purchases nobody waits for to end. */
const PATIENCE_MS = 15_000;

/** One sale, from an untouched shelf to a judged report. Throws `FloodError` when a store is lost or the run is cancelled. */
export async function runLane(job: LaneJob): Promise<LaneReport> {
  const { lane, strategy, plan, seed, database, shops, signal, emit } = job;
  await rehearse(job);
  const productId = await putOnSale(job, `${strategy.title}, run ${job.runId}`, plan.stock);
  emit({ kind: 'lane-started', lane, productId, stock: plan.stock });

  const watchdog = openDatabase(job.databaseUrl, 'stampede watchdog');
  const watch = watchLockQueue(watchdog);
  let lockQueuePeak = 0;
  const trace = plan.buyers <= TRACE_MAX_BUYERS;
  const { recorder, durationMs } = await floodLane({
    plan,
    seed,
    buy: shops.buyer({ strategy, productId, trace }),
    clock: machineClock,
    signal,
    onProgress: (recorded, elapsedMs) => emit({ kind: 'lane-progress', lane, counts: recorded.counts(elapsedMs) }),
  }).finally(async () => {
    lockQueuePeak = await watch.stop();
    await watchdog.close();
  });
  if (signal.aborted) throw new FloodError('cancelled', `The flood was cancelled while ${strategy.id} was selling. Lanes that had finished are not judged.`);

  emit({ kind: 'lane-progress', lane, counts: recorder.counts(durationMs) });
  emit({ kind: 'lane-judging', lane });
  const lost = (cause: unknown): never => {
    const { confirmed, gaveUp, unknown } = recorder.counts(durationMs);
    throw new FloodError(
      'service-lost',
      `Postgres was lost while ${strategy.id} was selling (${confirmed} confirmed, ${gaveUp} gave up, ${unknown} unknown), and did not come back within ${PATIENCE_MS / 1_000} s. Nothing can be decided; start Postgres again and repeat the flood.`,
      { cause },
    );
  };
  const finalState = await comeToRest(database, productId).catch(lost);
  return laneReport({ lane, strategy, plan, seed, productId, recorder, durationMs, lockQueuePeak, finalState });
}

/**
 * A few purchases of another product first, so that connections, prepared statements and the shops' code are warm and the
 * lane that happens to come first is not the slowest for it.
 */
async function rehearse(job: LaneJob): Promise<void> {
  const { strategy, shops } = job;
  await shops.warm().catch((cause: unknown) => {
    throw new FloodError('service-missing', 'A shop did not answer. No sale was opened; start the shops and repeat the flood.', { cause });
  });
  const productId = await putOnSale(job, 'Rehearsal', REHEARSAL_BUYERS / 2);
  const buy = shops.buyer({ strategy, productId, trace: false });
  const buyers = Array.from({ length: REHEARSAL_BUYERS }, (_, index) => ({ index, buyerId: `rehearsal-${index}`, quantity: 1, thinkMs: 0, arrivalMs: 0 }));
  await Promise.all(buyers.map(buy));
}

const REHEARSAL_BUYERS = 80;

async function putOnSale({ database, runId }: LaneJob, name: string, stock: number): Promise<number> {
  const product = await createProduct(database.db, { name, price: '49.00', stock, runId }).catch((cause: unknown) => {
    throw new FloodError('service-lost', `Postgres did not answer when '${name}' was to be put on sale. Nothing was sold; start Postgres and repeat the flood.`, { cause });
  });
  return product.id;
}

/** Waits until no purchase is under way in the shops any more, then reads what is there. */
async function comeToRest(database: OpenDatabase, productId: number): ReturnType<typeof readFinalState> {
  await poll(async () => (await busyShopSessions(database)) === 0, PATIENCE_MS);
  return readFinalState(database.db, productId);
}
