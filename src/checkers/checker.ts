import type { Finding, WitnessPurchase } from '@/domain/anomaly';
import type { LaneEvidence, PurchaseRecord, StoredOrder } from '@/domain/history';

/** Looks for one anomaly; null when there is none. Pure: the same evidence gives the same finding. */
export type Checker = (evidence: LaneEvidence) => Finding | null;

/** The purchase behind an order, as evidence: what it read, what it wrote, when, and its steps if they were recorded. */
export function witness(order: StoredOrder, purchase: PurchaseRecord | undefined): WitnessPurchase {
  return {
    buyerId: order.buyerId,
    orderId: order.id,
    read: order.remaining === null ? null : order.remaining + order.quantity,
    wrote: order.remaining,
    invokedMs: purchase?.invokedMs ?? null,
    returnedMs: purchase?.returnedMs ?? null,
    replica: purchase?.replica ?? null,
    steps: [...(purchase?.steps ?? [])],
  };
}

/** A purchase as evidence, without an order row. */
export function witnessOf(purchase: PurchaseRecord): WitnessPurchase {
  const { buyerId, orderId, remaining, quantity, invokedMs, returnedMs, replica, steps } = purchase;
  const read = remaining === null ? null : remaining + quantity;
  return { buyerId, orderId, read, wrote: remaining, invokedMs, returnedMs, replica, steps: [...steps] };
}

/** Purchases by the order number that their answer named. */
export function purchasesByOrder(evidence: LaneEvidence): ReadonlyMap<number, PurchaseRecord> {
  const byOrder = new Map<number, PurchaseRecord>();
  for (const purchase of evidence.purchases) if (purchase.orderId !== null) byOrder.set(purchase.orderId, purchase);
  return byOrder;
}

export const unitsOf = (items: readonly { quantity: number }[]): number =>
  items.reduce((sum, item) => sum + item.quantity, 0);

export const confirmedOf = (evidence: LaneEvidence): PurchaseRecord[] =>
  evidence.purchases.filter((purchase) => purchase.outcome === 'confirmed');

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
