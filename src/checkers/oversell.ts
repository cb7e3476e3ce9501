import { confirmedOf, plural, purchasesByOrder, unitsOf, witness, type Checker } from './checker';

/** More units sold than there were. Counted in units, by whichever is larger: the order rows or the confirmations. */
export const oversell: Checker = (evidence) => {
  const ordered = unitsOf(evidence.orders);
  const confirmed = unitsOf(confirmedOf(evidence));
  const sold = Math.max(ordered, confirmed);
  const count = sold - evidence.stock;
  if (count <= 0) return null;
  const byOrder = purchasesByOrder(evidence);
  const firstTooMany = firstOrderBeyond(evidence.orders, evidence.stock);
  return {
    anomaly: 'oversell',
    count,
    evidence: {
      sentence: `${sold} units were sold of ${evidence.stock}: ${plural(count, 'unit')} too many.`,
      witnesses: firstTooMany ? [witness(firstTooMany, byOrder.get(firstTooMany.id))] : [],
    },
  };
};

/** The order, in order of ids, with which the sum of units first exceeds the stock. */
function firstOrderBeyond<Order extends { id: number; quantity: number }>(orders: readonly Order[], stock: number): Order | null {
  let units = 0;
  for (const order of [...orders].sort((a, b) => a.id - b.id)) {
    units += order.quantity;
    if (units > stock) return order;
  }
  return null;
}
