import type { LaneEvidence } from '@/domain/history';
import { plural, unitsOf, type Checker } from './checker';

/** Units that are neither on the shelf nor in an order; negative when there are more of them than there were. */
export const missingUnits = (evidence: LaneEvidence): number =>
  evidence.stock - evidence.finalStock - unitsOf(evidence.orders);

/** Units that the unknown purchases may account for. */
export const unknownUnits = (evidence: LaneEvidence): number =>
  unitsOf(evidence.purchases.filter((purchase) => purchase.outcome === 'unknown'));

/** Stock gone without an order, beyond what the unknown purchases could have taken. Counted in units. */
export const ghostStock: Checker = (evidence) => {
  const missing = missingUnits(evidence);
  const count = missing - unknownUnits(evidence);
  if (count <= 0) return null;
  return {
    anomaly: 'ghost-stock',
    count,
    evidence: {
      sentence: `${plural(missing, 'unit')} left the shelf without an order: ${evidence.stock} at the start, ${evidence.finalStock} left, ${unitsOf(evidence.orders)} in orders.`,
      witnesses: [],
    },
  };
};
