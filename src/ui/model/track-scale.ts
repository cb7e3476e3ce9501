import type { FloodPlan } from '@/domain/plan';
import { laneFigures } from './lane-figures';
import type { RunView } from './run-view';

const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number that is not below `value`: 912 gives 1000, 104 gives 125. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((candidate) => candidate * decade >= value - 1e-9) ?? 10;
  return Math.ceil(step * decade);
}

/** Evenly spaced ticks from zero to `max`, whole numbers, at most five intervals. */
export function ticksTo(max: number): number[] {
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * 10 ** Math.floor(Math.log10(Math.max(max, 1) / 4)))
    .find((candidate) => max / candidate <= 5 && (candidate >= 1 || max < 4));
  const whole = Math.max(1, Math.ceil(step ?? max / 4));
  const ticks: number[] = [];
  for (let tick = 0; tick <= max; tick += whole) ticks.push(tick);
  return ticks;
}

/**
 * Units at the right end of every lane. While a flood runs it is wide enough for what may come (everybody, up to ten times
 * the stock), so that the stock line stays where it is; once all is known it closes in on what was sold.
 */
export function trackUnits(view: RunView | null, draft: Pick<FloodPlan, 'stock' | 'buyers' | 'quantity'>): number {
  const plan = view?.plan ?? draft;
  const sold = Math.max(0, ...(view?.lanes ?? []).map((lane) => laneFigures(lane).sold));
  // Room to the right of the stock line, for a word.
  const least = roundUp(plan.stock * 1.5);
  const everybody = Math.max(least, plan.buyers * plan.quantity);
  const known = Math.max(least, Math.min(everybody, roundUp(sold * 1.02)));
  if (view?.status === 'finished') return known;
  return Math.max(known, Math.min(everybody, plan.stock * 10));
}
