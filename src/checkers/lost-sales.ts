import type { LaneEvidence } from '@/domain/history';
import { unitsOf } from './checker';

/**
 * Units that could have gone to buyers who left with nothing. Buyers with an unknown outcome do not count: they may have
 * bought. A remainder too small for any of these purchases is no lost sale.
 */
export function lostSales({ purchases, finalStock }: Pick<LaneEvidence, 'purchases' | 'finalStock'>): number {
  const turnedAway = purchases.filter(({ outcome }) => outcome === 'sold-out' || outcome === 'gave-up');
  const smallest = turnedAway.reduce((least, { quantity }) => Math.min(least, quantity), Number.POSITIVE_INFINITY);
  if (finalStock < smallest) return 0;
  return Math.min(finalStock - (finalStock % smallest), unitsOf(turnedAway));
}
