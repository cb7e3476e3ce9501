import { confirmedOf, plural, purchasesByOrder, unitsOf, witness, type Checker } from './checker';

/** More units sold than the stock held. Counted in units, by whichever is larger: the order rows or the confirmations. */
export const oversell: Checker = (evidence) => {
  const ordered = unitsOf(evidence.orders);
  const confirmed = unitsOf(confirmedOf(evidence));
  const sold = Math.max(ordered, confirmed);
  const count = sold - evidence.stock;
  if (count <= 0) return null;
  const byOrder = purchasesByOrder(evidence);
  const { lastUnit, tooMany } = aroundTheLimit(evidence.orders, evidence.stock);
  return {
    anomaly: 'oversell',
    count,
    evidence: {
      sentence: `${sold} units were sold of ${evidence.stock}: ${plural(count, 'unit')} too many.`,
      witnesses: tooMany ? [lastUnit, tooMany].flatMap((order) => (order ? [witness(order, byOrder.get(order.id))] : [])) : [],
    },
  };
};

/** In order of ids: the order with which the sum of units first exceeds the stock, and the one before it, which took the last unit. */
function aroundTheLimit<Order extends { id: number; quantity: number }>(orders: readonly Order[], stock: number): { lastUnit: Order | null; tooMany: Order | null } {
  let units = 0;
  let before: Order | null = null;
  for (const order of [...orders].sort((a, b) => a.id - b.id)) {
    units += order.quantity;
    if (units > stock) return { lastUnit: before, tooMany: order };
    before = order;
  }
  return { lastUnit: null, tooMany: null };
}
