import type { Finding } from '@/domain/anomaly';
import type { PurchaseRecord, StoredOrder } from '@/domain/history';
import type { FloodPlan } from '@/domain/plan';
import type { LaneRef } from '@/domain/run-event';
import { TRACE_MAX_PURCHASES, type LaneTrace } from '@/domain/trace';
import { seededRandom } from '@/domain/random';

export interface TracedLane {
  runId: string;
  lane: LaneRef;
  plan: FloodPlan;
  seed: number;
  purchases: readonly PurchaseRecord[];
  orders: readonly StoredOrder[];
  finalStock: number;
  findings: readonly Finding[];
  /** Purchases that are kept of a larger lane; the usual number unless it is given. */
  most?: number;
}

/**
 * What is kept of a lane that has been judged: all of it, or of a larger one every purchase of a buyer who is a witness, and of
 * the others a sample that the lane's seed draws. Times are cut to microseconds, which is the resolution of the clock. Pure.
 */
export function laneTrace({ runId, lane, plan, seed, purchases, orders, finalStock, findings, most = TRACE_MAX_PURCHASES }: TracedLane): LaneTrace {
  const whole = purchases.length <= most;
  const kept = whole ? [...purchases] : sample(purchases, witnessesOf(findings), most, seed);
  kept.sort((a, b) => a.invokedMs - b.invokedMs);
  return {
    runId,
    strategy: lane.strategy,
    repeat: lane.repeat,
    stock: plan.stock,
    quantity: plan.quantity,
    finalStock,
    purchaseCount: purchases.length,
    purchases: kept.map(inMicroseconds),
    orders: (whole ? [...orders] : ordersOf(kept, orders)).sort((a, b) => a.id - b.id),
  };
}

const witnessesOf = (findings: readonly Finding[]): ReadonlySet<string> =>
  new Set(findings.flatMap(({ evidence }) => evidence.witnesses.map(({ buyerId }) => buyerId)));

/** Algorithm S: one pass, each purchase with the chance that is left to it. Source: Knuth, TAOCP 2, 3.4.2. */
function sample(purchases: readonly PurchaseRecord[], witnesses: ReadonlySet<string>, most: number, seed: number): PurchaseRecord[] {
  const random = seededRandom(seed ^ 0x7ace);
  const isWitness = ({ buyerId }: PurchaseRecord): boolean => witnesses.has(buyerId);
  let rest = purchases.filter((purchase) => !isWitness(purchase)).length;
  let wanted = Math.max(0, most - (purchases.length - rest));
  return purchases.filter((purchase) => {
    if (isWitness(purchase)) return true;
    const taken = random() * rest < wanted;
    rest -= 1;
    if (taken) wanted -= 1;
    return taken;
  });
}

/** By their number, or by the buyer where no answer named one. */
function ordersOf(kept: readonly PurchaseRecord[], orders: readonly StoredOrder[]): StoredOrder[] {
  const ids = new Set(kept.map(({ orderId }) => orderId));
  const buyers = new Set(kept.map(({ buyerId }) => buyerId));
  return orders.filter(({ id, buyerId }) => ids.has(id) || buyers.has(buyerId));
}

const inMicroseconds = (purchase: PurchaseRecord): PurchaseRecord => ({
  ...purchase,
  intendedMs: micro(purchase.intendedMs),
  invokedMs: micro(purchase.invokedMs),
  returnedMs: micro(purchase.returnedMs),
  steps: purchase.steps.map((step) => ({ ...step, startMs: micro(step.startMs), endMs: micro(step.endMs) })),
});

const micro = (ms: number): number => Math.round(ms * 1_000) / 1_000;
