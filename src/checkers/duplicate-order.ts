import type { StoredOrder } from '@/domain/history';
import { plural, purchasesByOrder, witness, type Checker } from './checker';

/** A buyer with more than one order. Every buyer of a flood buys once. Counted in orders beyond the first. */
export const duplicateOrder: Checker = (evidence) => {
  const byBuyer = new Map<string, StoredOrder[]>();
  for (const order of evidence.orders) {
    const orders = byBuyer.get(order.buyerId);
    if (orders) orders.push(order);
    else byBuyer.set(order.buyerId, [order]);
  }
  const repeated = [...byBuyer.values()].filter((orders) => orders.length > 1);
  const first = repeated[0];
  if (!first) return null;
  const purchases = purchasesByOrder(evidence);
  const [one, two] = first;
  return {
    anomaly: 'duplicate-order',
    count: repeated.reduce((sum, orders) => sum + orders.length - 1, 0),
    evidence: {
      sentence: `${one?.buyerId ?? ''} asked once and has ${plural(first.length, 'order')}: ${first.map((order) => order.id).join(', ')}.`,
      witnesses: [one, two].flatMap((order) => (order ? [witness(order, purchases.get(order.id))] : [])),
    },
  };
};
