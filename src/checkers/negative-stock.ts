import type { LaneEvidence, PurchaseRecord, StoredOrder } from '@/domain/history';
import { readBy } from '@/domain/read-by';
import { plural, purchasesByOrder, witness, type Checker } from './checker';

/**
 * Stock below zero, at the end or after some order. Counted in units below zero. The witnesses are the order that took the
 * last unit and one that went below zero, preferably one whose steps show that it had read that same last unit.
 */
export const negativeStock: Checker = (evidence) => {
  const lowest = evidence.orders.reduce((low, order) => Math.min(low, order.remaining ?? low), evidence.finalStock);
  if (lowest >= 0) return null;
  const byOrder = purchasesByOrder(evidence);
  const { lastUnit, below } = bothOf(evidence, byOrder);
  return {
    anomaly: 'negative-stock',
    count: -lowest,
    evidence: {
      sentence: `The stock fell to ${lowest}: ${plural(-lowest, 'unit')} below zero.`,
      witnesses: below ? [lastUnit, below].flatMap((order) => (order ? [witness(order, byOrder.get(order.id))] : [])) : [],
    },
  };
};

function bothOf({ orders }: LaneEvidence, byOrder: ReadonlyMap<number, PurchaseRecord>): { lastUnit: StoredOrder | null; below: StoredOrder | null } {
  const sorted = [...orders].sort((a, b) => a.id - b.id);
  const left = (order: StoredOrder): number => order.remaining ?? Number.POSITIVE_INFINITY;
  const lastUnit = sorted.filter((order) => left(order) >= 0 && order.remaining !== null).reduce<StoredOrder | null>((low, order) => (low && left(low) <= left(order) ? low : order), null);
  const beyond = sorted.filter((order) => left(order) < 0);
  const found = lastUnit ? left(lastUnit) + lastUnit.quantity : null;
  const sameRead = beyond.find((order) => readBy(byOrder.get(order.id)?.steps ?? []) === found);
  return { lastUnit, below: sameRead ?? beyond[0] ?? null };
}
