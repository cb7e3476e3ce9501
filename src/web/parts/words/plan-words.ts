import type { FloodPlan } from '@/domain/plan';
import { faultTitle } from './fault-words';
import { count, listed, plural } from './format';

/** A plan in a few words: '1,000 buyers each, 200 at once, 5 ms to think, 2 replicas, seed 1'. */
export function planWords(plan: FloodPlan): string {
  return [
    `${plural(plan.buyers, 'buyer')}${plan.strategies.length > 1 ? ' each' : ''}`,
    arrivalWords(plan),
    plan.thinkMs > 0 ? `${plan.thinkMs} ms to think` : 'no thinking',
    plural(plan.replicas, 'replica'),
    (plan.poolSize ?? null) === null ? null : `pool of ${plan.poolSize}`,
    plan.quantity > 1 ? `${plan.quantity} units a purchase` : null,
    plan.repeat > 1 ? `${plan.repeat} times over` : null,
    plan.parallel ? 'lanes together' : null,
    plan.fault === null ? null : `fault: ${faultTitle(plan.fault)}`,
    `seed ${plan.seed}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** How many units can be sold at all: the stock, or less when fewer were asked for. */
export const availableUnits = (plan: Pick<FloodPlan, 'stock' | 'buyers' | 'quantity'>): number =>
  Math.min(plan.stock, plan.buyers * plan.quantity);

const NAMED = 5;

/** The shops of a flood by name: 'Naive and FOR UPDATE', 'Naive, Version column, FOR UPDATE, Conditional UPDATE, Redlock and 17 more'. */
export function shopWords(ids: readonly string[], titleOf: (id: string) => string): string {
  const names = ids.map(titleOf);
  return names.length <= NAMED + 1 ? listed(names) : listed([...names.slice(0, NAMED), `${names.length - NAMED} more`]);
}

function arrivalWords(plan: FloodPlan): string {
  switch (plan.arrivals) {
    case 'closed-loop':
      return `${count(plan.concurrency)} at once`;
    case 'burst':
      return 'all in one burst';
    case 'open-loop':
      return `${count(plan.ratePerSecond ?? 0)} a second`;
  }
}
