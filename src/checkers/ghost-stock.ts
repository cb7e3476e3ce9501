import type { LaneEvidence } from '@/domain/history';
import { plural, unitsOf, type Checker } from './checker';

/** Units that are neither in stock nor in an order; negative when stock and orders add up to more than there was at the start. */
export const missingUnits = (evidence: LaneEvidence): number =>
  evidence.stock - evidence.finalStock - unitsOf(evidence.orders);

/** Units that the unknown purchases may account for. */
export const unknownUnits = (evidence: LaneEvidence): number =>
  unitsOf(evidence.purchases.filter((purchase) => purchase.outcome === 'unknown'));

/**
 * Stock gone without an order, beyond what the unknown purchases could have taken; or units in stock in Postgres that are
 * missing from the count in Redis, which admits buyers: no buyer can ever get them. Counted in units.
 */
export const ghostStock: Checker = (evidence) => {
  return goneWithoutOrder(evidence) ?? outOfCount(evidence);
};

const outOfCount: Checker = ({ finalStock, counterStock }) => {
  if (counterStock === null || counterStock === finalStock) return null;
  const sentence = `Redis counts ${plural(counterStock, 'unit')} and Postgres holds ${finalStock}: the two should agree once every purchase is settled.`;
  return { anomaly: 'ghost-stock', count: Math.abs(finalStock - counterStock), evidence: { sentence, witnesses: [] } };
};

const goneWithoutOrder: Checker = (evidence) => {
  const missing = missingUnits(evidence);
  const count = missing - unknownUnits(evidence);
  if (count <= 0) return null;
  return {
    anomaly: 'ghost-stock',
    count,
    evidence: {
      sentence: `${plural(missing, 'unit')} left the stock without an order: ${evidence.stock} at the start, ${evidence.finalStock} left, ${unitsOf(evidence.orders)} in orders.`,
      witnesses: [],
    },
  };
};
