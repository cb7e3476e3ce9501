import type { StoredOrder } from '@/domain/history';
import { plural, purchasesByOrder, witness, type Checker } from './checker';

/**
 * A write that was accepted although a newer fencing token had been seen before it: its holder's lease had run out, and the
 * store let it through. Orders take their ids under the lock of the row that checks the token, so ids are the order of the
 * writes. Counted in orders. Source: Kleppmann, 'How to do distributed locking', 2016.
 */
export const staleToken: Checker = (evidence) => {
  let newest: Fenced | null = null;
  const clashes: { newer: Fenced; stale: Fenced }[] = [];
  for (const order of evidence.orders.filter(isFenced).sort((a, b) => a.id - b.id)) {
    if (newest && order.fencingToken < newest.fencingToken) clashes.push({ newer: newest, stale: order });
    else newest = order;
  }
  const first = clashes[0];
  if (!first) return null;
  const purchases = purchasesByOrder(evidence);
  const { newer, stale } = first;
  return {
    anomaly: 'stale-token',
    count: clashes.length,
    evidence: {
      sentence: `Order ${stale.id} was written with token ${stale.fencingToken} after order ${newer.id} with token ${newer.fencingToken} (${plural(clashes.length, 'stale write')}): an expired lease still wrote.`,
      witnesses: [newer, stale].map((order) => witness(order, purchases.get(order.id))),
    },
  };
};

type Fenced = StoredOrder & { fencingToken: number };

const isFenced = (order: StoredOrder): order is Fenced => order.fencingToken !== null;
