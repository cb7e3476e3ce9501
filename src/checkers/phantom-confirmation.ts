import { confirmedOf, plural, witnessOf, type Checker } from './checker';

/** A confirmed purchase without an order row. Counted in purchases. */
export const phantomConfirmation: Checker = (evidence) => {
  const stored = new Set(evidence.orders.map((order) => order.id));
  const phantoms = confirmedOf(evidence).filter((purchase) => purchase.orderId === null || !stored.has(purchase.orderId));
  const first = phantoms[0];
  if (!first) return null;
  return {
    anomaly: 'phantom-confirmation',
    count: phantoms.length,
    evidence: {
      sentence: `${first.buyerId} was told of order ${first.orderId ?? 'without a number'}, and no such order is stored (${plural(phantoms.length, 'buyer')} in all).`,
      witnesses: [witnessOf(first)],
    },
  };
};
