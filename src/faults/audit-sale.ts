import { missingUnits } from '@/checkers/ghost-stock';
import { CHECKERS } from '@/checkers/judge-lane';
import { TURNED_AWAY } from '@/domain/anomaly';
import type { LaneEvidence, StoredOrder } from '@/domain/history';
import type { BuyerRecord } from './chaos/sale';

/** All that is known of a sale when everything has come to rest. */
export interface SaleEvidence extends LaneEvidence {
  purchases: readonly BuyerRecord[];
}

export interface SaleAudit {
  /** Purchases with an order that was confirmed and is not stored as this buyer's. */
  lost: number;
  /** Orders of a buyer beyond the one that it asked for. */
  doubled: number;
  /** Units beyond the stock. */
  oversold: number;
  /** One sentence for each guarantee that was broken. */
  problems: string[];
}

/**
 * What every safe strategy owes its buyers, whatever is killed meanwhile: what the checkers of a lane look for, and more. Only
 * that buyers are turned away while something is down and stock comes back later is no fault of it. Pure.
 */
export function auditSale(evidence: SaleEvidence): SaleAudit {
  const findings = CHECKERS.flatMap((check) => check(evidence) ?? []).filter(({ anomaly }) => !TURNED_AWAY.has(anomaly));
  const lost = lostOrders(evidence);
  const doubled = doubledOrders(evidence);
  // Both are read from one snapshot and every safe strategy changes both at once, so no unknown purchase excuses a difference.
  const missing = missingUnits(evidence);
  const conserved = missing === 0 || findings.some(({ anomaly }) => anomaly === 'ghost-stock' || anomaly === 'lost-update');
  return {
    lost: lost.length,
    doubled,
    oversold: findings.find(({ anomaly }) => anomaly === 'oversell')?.count ?? 0,
    problems: [
      ...findings.map((finding) => finding.evidence.sentence),
      ...(lost[0] ? [`Order ${[...lost[0].orderIds].join(' and ')} was confirmed to ${lost[0].buyerId} and is not stored (${lost.length} in all).`] : []),
      ...(doubled > 0 ? [`${doubled} orders more than were asked for, by buyers with one purchase each.`] : []),
      ...(conserved ? [] : [`${evidence.stock} units at the start are not ${evidence.finalStock} left and ${evidence.stock - evidence.finalStock - missing} in orders.`]),
    ],
  };
}

/** A buyer keeps its answer for ever: each order that it ever heard of has to be there, with its name and quantity. */
function lostOrders({ purchases, orders }: SaleEvidence): BuyerRecord[] {
  const stored = new Map(orders.map((order) => [order.id, order]));
  const isOwn = (order: StoredOrder | undefined, { buyerId, quantity }: BuyerRecord): boolean => order?.buyerId === buyerId && order.quantity === quantity;
  return purchases.filter((record) => [...record.orderIds].some((id) => !isOwn(stored.get(id), record)));
}

/** By the rows, and by the answers to one key: two answers with different numbers are two orders. */
function doubledOrders({ purchases, orders }: SaleEvidence): number {
  const known = new Map<string, Set<number>>(purchases.map(({ buyerId, orderIds }) => [buyerId, new Set(orderIds)]));
  for (const { buyerId, id } of orders) known.set(buyerId, (known.get(buyerId) ?? new Set()).add(id));
  return [...known.values()].reduce((sum, ids) => sum + Math.max(0, ids.size - 1), 0);
}
