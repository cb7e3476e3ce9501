import { plural, purchasesByOrder, witness, type Checker } from './checker';

/** Stock below zero, at the end or as some order left it. Counted in units below zero. */
export const negativeStock: Checker = (evidence) => {
  const lowest = evidence.orders.reduce((low, order) => Math.min(low, order.remaining ?? low), evidence.finalStock);
  if (lowest >= 0) return null;
  const first = [...evidence.orders].sort((a, b) => a.id - b.id).find((order) => (order.remaining ?? 0) < 0);
  return {
    anomaly: 'negative-stock',
    count: -lowest,
    evidence: {
      sentence: `The stock fell to ${lowest}: ${plural(-lowest, 'unit')} below an empty shelf.`,
      witnesses: first ? [witness(first, purchasesByOrder(evidence).get(first.id))] : [],
    },
  };
};
