import type { LaneEvidence } from '@/domain/history';
import { unitsOf } from './checker';

/**
 * Units that could have gone to buyers who left with nothing; those who do not know may have bought. A rest that is too small
 * for every one of these purchases is no lost sale.
 */
export function lostSales({ purchases, finalStock }: Pick<LaneEvidence, 'purchases' | 'finalStock'>): number {
  const emptyHanded = purchases.filter(({ outcome }) => outcome === 'sold-out' || outcome === 'gave-up');
  const smallest = emptyHanded.reduce((least, { quantity }) => Math.min(least, quantity), Number.POSITIVE_INFINITY);
  if (finalStock < smallest) return 0;
  return Math.min(finalStock - (finalStock % smallest), unitsOf(emptyHanded));
}
