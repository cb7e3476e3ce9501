import type { Experiment, ForetoldVerdict } from '@/domain/experiment';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import type { StrategyClass } from '@/domain/strategy';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { classOf } from '@/strategies/strategy-ids';

/** What each class has to show here. With so many buyers the race of an unsafe strategy shows. */
const EXPECTED: Readonly<Record<StrategyClass, ForetoldVerdict>> = { safe: 'pass', 'loses-sales': 'turns-away', unsafe: 'violated-somewhere' };

/** The control: if it holds, a flood proves nothing about the others. */
const CONTROL = 'naive';

/** What `check` runs for strategies from files: a larger flood, and a hundred buyers at once for the last item, each beside the control. */
export function fileExperiments(ids: readonly string[], { maxBuyers, maxConcurrency, replicas }: PlanLimits, size: 'full' | 'quick'): Experiment[] {
  const strategies = [...new Set([CONTROL, ...ids])];
  const expectations = strategies.map((strategy) => ({ strategy, verdict: EXPECTED[classOf(strategy)], anomaly: null, unitsSold: null, soldOut: null }));
  const buyers = Math.min(size === 'quick' ? 200 : 2_000, maxBuyers);
  const common = { ...DEFAULT_PLAN, strategies, replicas: Math.min(DEFAULT_PLAN.replicas, replicas) };
  const flood: FloodPlan = { ...common, experiment: 'your-flood', buyers, stock: Math.ceil(buyers / 10), concurrency: Math.min(200, buyers, maxConcurrency) };
  const hundred = Math.min(100, maxBuyers, maxConcurrency);
  const lastItem: FloodPlan = { ...common, experiment: 'your-last-item', buyers: hundred, stock: 1, concurrency: hundred, arrivals: 'burst' };
  return [
    { name: 'your-flood', title: 'Your strategy in a flood', question: `Do ${buyers} buyers get exactly the available units?`, lesson: `${CONTROL} beside it shows that this crowd hits the race.`, plans: [flood], varies: null, expectations },
    { name: 'your-last-item', title: 'The last item', question: `One unit and ${hundred} buyers at the same moment: does exactly one get it?`, lesson: 'One buyer too many is one oversold unit.', plans: [lastItem], varies: null, expectations },
  ];
}
