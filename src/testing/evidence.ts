import type { LaneEvidence, PurchaseRecord, StoredOrder } from '@/domain/history';
import type { LaneReport } from '@/domain/report';

/** A purchase record with everything that a test does not care about filled in. */
export function purchase(over: Partial<PurchaseRecord>): PurchaseRecord {
  return {
    buyerId: 'b',
    quantity: 1,
    outcome: 'confirmed',
    orderId: null,
    remaining: null,
    intendedMs: over.invokedMs ?? 0,
    invokedMs: 0,
    returnedMs: 1,
    attempts: 1,
    lockWaits: 0,
    replica: 0,
    steps: [],
    ...over,
  };
}

export const order = (over: Partial<StoredOrder>): StoredOrder => ({ id: 1, buyerId: 'b', quantity: 1, remaining: 0, idempotencyKey: null, ...over });

/** A correct sale of `sold` units out of `stock`, one after another, for tests to damage. */
export function goodSale(stock: number, sold: number): LaneEvidence {
  const index = Array.from({ length: sold }, (_unused, at) => at);
  return {
    stock,
    finalStock: stock - sold,
    orders: index.map((at) => order({ id: at + 1, buyerId: `b${at}`, remaining: stock - at - 1 })),
    purchases: index.map((at) => purchase({ buyerId: `b${at}`, orderId: at + 1, remaining: stock - at - 1, invokedMs: at * 10, returnedMs: at * 10 + 5 })),
  };
}

/** A lane report with what a judge of runs looks at. */
export const laneOf = (over: Partial<LaneReport>): LaneReport => ({
  strategy: 'for-update',
  class: 'safe',
  verdict: 'pass',
  stock: 100,
  buyers: 1_000,
  confirmed: 100,
  soldOut: 900,
  gaveUp: 0,
  unknown: 0,
  ordersStored: 100,
  unitsSold: 100,
  finalStock: 0,
  oversold: 0,
  lostUpdates: 0,
  lostSales: 0,
  attempts: 1_000,
  goodputPerSecond: 100,
  durationMs: 1_000,
  latencyMs: { p50: 1, p95: 2, p99: 3, max: 4 },
  findings: [],
  soldLatencyMs: { p50: 1, p95: 2, p99: 3, max: 4 },
  repeat: 1,
  seed: 1,
  productId: 1,
  dropped: 0,
  retries: 0,
  lockWaits: 0,
  lockQueuePeak: 0,
  startSpreadMs: null,
  lateStartMs: null,
  explanation: '',
  series: [],
  ...over,
});
