import type { LaneEvidence, PurchaseRecord, StoredOrder } from '@/domain/history';

/** A purchase record with defaults for everything that a test does not set. */
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

export const order = (over: Partial<StoredOrder>): StoredOrder => ({ id: 1, buyerId: 'b', quantity: 1, remaining: 0, fencingToken: null, idempotencyKey: null, ...over });

/** A correct sale of `sold` units out of `stock`, one after another, for tests to damage. */
export function goodSale(stock: number, sold: number): LaneEvidence {
  const index = Array.from({ length: sold }, (_unused, at) => at);
  return {
    stock,
    finalStock: stock - sold,
    counterStock: null,
    orders: index.map((at) => order({ id: at + 1, buyerId: `b${at}`, remaining: stock - at - 1 })),
    purchases: index.map((at) => purchase({ buyerId: `b${at}`, orderId: at + 1, remaining: stock - at - 1, invokedMs: at * 10, returnedMs: at * 10 + 5 })),
  };
}
