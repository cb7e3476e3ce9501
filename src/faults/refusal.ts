import { parseFault, type FaultTarget } from '@/domain/fault';
import type { FloodPlan } from '@/domain/plan';

/** The services that Stampede brought itself: `postgres`, `redis`, `shops`. */
export type Ours = readonly string[];

const GIVEN: Readonly<Record<Exclude<FaultTarget, 'buyers'>, string>> = {
  shops: 'the shops were given by SHOP_URLS',
  redis: 'the Redis servers were given by REDIS_URLS',
  postgres: 'this Postgres was given by DATABASE_URL',
};

/** Why a plan's fault or pool size may not be had here, in a sentence; null when it may. Nothing that was merely given is ever broken. */
export function faultRefusal({ fault, replicas, poolSize }: Pick<FloodPlan, 'fault' | 'replicas' | 'poolSize'>, ours: Ours): string | null {
  if (poolSize !== null && !ours.includes('shops')) return `The pool size can be set in shops that Stampede started itself, and ${GIVEN.shops}. Nothing was run.`;
  if (fault === null) return null;
  const aimed = parseFault(fault);
  if (typeof aimed === 'string') return `${aimed}. Nothing was run.`;
  const { name, target } = aimed.info;
  // Every fault takes its orders through the shops, so these have to be ours in any case.
  for (const needed of target === 'buyers' ? (['shops'] as const) : (['shops', target] as const)) {
    if (!ours.includes(needed)) {
      return `The fault ${name} works on services that Stampede started itself, and ${GIVEN[needed]}. Nothing was run and nothing was harmed.`;
    }
  }
  if (name === 'pause-holder' && replicas < 2) return 'The fault pause-holder needs two replicas: while the only one stands still, nobody else can buy. Nothing was run.';
  return null;
}
