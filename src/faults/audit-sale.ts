import type { Checker } from '@/checkers/checker';
import { duplicateOrder } from '@/checkers/duplicate-order';
import { ghostStock, missingUnits } from '@/checkers/ghost-stock';
import { lostUpdate } from '@/checkers/lost-update';
import { negativeStock } from '@/checkers/negative-stock';
import { oversell } from '@/checkers/oversell';
import { phantomConfirmation } from '@/checkers/phantom-confirmation';
import type { LaneEvidence, StoredOrder } from '@/domain/history';
import type { Told } from './chaos/sale';

/** All that is known of a sale when everything has come to rest. */
export interface SaleEvidence extends LaneEvidence {
  purchases: readonly Told[];
}

export interface SaleAudit {
  /** Confirmed orders that are not stored as this buyer's. */
  lost: number;
  /** Orders of a buyer beyond the one that it asked for. */
  doubled: number;
  /** Units beyond the stock. */
  oversold: number;
  /** One sentence for each guarantee that was broken. */
  complaints: string[];
}

const CHECKERS: readonly Checker[] = [oversell, negativeStock, lostUpdate, duplicateOrder, phantomConfirmation, ghostStock];

/** What every safe strategy owes its buyers, whatever is killed meanwhile. Pure. */
export function auditSale(evidence: SaleEvidence): SaleAudit {
  const findings = CHECKERS.flatMap((check) => check(evidence) ?? []);
  const lost = lostOrders(evidence);
  const doubled = doubledOrders(evidence);
  // Both are read from one snapshot and every safe strategy changes both at once, so no purchase excuses a difference.
  const missing = missingUnits(evidence);
  const conserved = missing === 0 || findings.some(({ anomaly }) => anomaly === 'ghost-stock' || anomaly === 'lost-update');
  return {
    lost: lost.length,
    doubled,
    oversold: findings.find(({ anomaly }) => anomaly === 'oversell')?.count ?? 0,
    complaints: [
      ...findings.map((finding) => finding.evidence.sentence),
      ...(lost[0] ? [`Order ${[...lost[0].orderIds].join(' and ')} was confirmed to ${lost[0].buyerId} and is not stored (${lost.length} in all).`] : []),
      ...(doubled > 0 ? [`${doubled} orders more than were asked for, by buyers with one purchase each.`] : []),
      ...(conserved ? [] : [`${evidence.stock} units at the start are not ${evidence.finalStock} left and ${evidence.stock - evidence.finalStock - missing} in orders.`]),
    ],
  };
}

/** A buyer keeps its answer for ever: each order that it was ever told of has to be there, with its name and quantity. */
function lostOrders({ purchases, orders }: SaleEvidence): Told[] {
  const stored = new Map(orders.map((order) => [order.id, order]));
  const isOwn = (order: StoredOrder | undefined, { buyerId, quantity }: Told): boolean => order?.buyerId === buyerId && order.quantity === quantity;
  return purchases.filter((told) => [...told.orderIds].some((id) => !isOwn(stored.get(id), told)));
}

/** By the rows, and by what buyers were told of one key: two answers with different numbers are two orders. */
function doubledOrders({ purchases, orders }: SaleEvidence): number {
  const rows = new Map<string, Set<number>>(purchases.map(({ buyerId, orderIds }) => [buyerId, new Set(orderIds)]));
  for (const { buyerId, id } of orders) {
    const known = rows.get(buyerId);
    if (known) known.add(id);
    else rows.set(buyerId, new Set([id]));
  }
  return [...rows.values()].reduce((sum, ids) => sum + Math.max(0, ids.size - 1), 0);
}
