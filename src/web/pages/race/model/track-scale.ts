import type { FloodPlan } from '@/domain/plan';
import { roundUp } from '@/web/parts/axis-scale';
import { laneFigures } from './lane-figures';
import type { RunView } from './run-view';

/**
 * Units at the right end of every lane. While a flood runs it is wide enough for what may come (every buyer, up to ten times
 * the stock), so that the stock line stays where it is; once all is known it closes in on what was sold.
 */
export function trackUnits(view: RunView | null, draft: Pick<FloodPlan, 'stock' | 'buyers' | 'quantity'>): number {
  const plan = view?.plan ?? draft;
  const sold = Math.max(0, ...(view?.lanes ?? []).map((lane) => laneFigures(lane).sold));
  // Room to the right of the stock line, for a word.
  const least = roundUp(plan.stock * 1.5);
  const allSold = Math.max(least, plan.buyers * plan.quantity);
  const known = Math.max(least, Math.min(allSold, roundUp(sold * 1.02)));
  if (view?.status === 'finished') return known;
  return Math.max(known, Math.min(allSold, plan.stock * 10));
}
