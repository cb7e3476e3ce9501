import { needsOf, parseFault } from '@/domain/fault';
import type { FloodPlan } from '@/domain/plan';

/** The services that Stampede brought itself: `postgres`, `redis`, `shops`. */
export type Ours = readonly string[];

const GIVEN = {
  shops: 'the shops were given by SHOP_URLS',
  redis: 'the Redis servers were given by REDIS_URLS',
  postgres: 'this Postgres was given by DATABASE_URL',
} as const;

/** Why a plan's fault or pool size may not be had here, in a sentence; null when it may. A service that was given is never broken. */
export function faultRefusal({ fault, replicas, poolSize }: Pick<FloodPlan, 'fault' | 'replicas' | 'poolSize'>, ours: Ours): string | null {
  if (poolSize !== null && !ours.includes('shops')) return `The pool size can be set in shops that Stampede started itself, and ${GIVEN.shops}. Nothing was run.`;
  if (fault === null) return null;
  const aimed = parseFault(fault);
  if (typeof aimed === 'string') return `${aimed}. Nothing was run.`;
  const { name, target } = aimed.info;
  // Every fault is aimed through the shops, so these have to be ours in any case.
  for (const broken of target === 'buyers' ? (['shops'] as const) : (['shops', target] as const)) {
    if (!ours.includes(broken)) {
      return `The fault ${name} works on services that Stampede started itself, and ${GIVEN[broken]}. Nothing was run and nothing was harmed.`;
    }
  }
  if (needsOf(name).includes('second replica') && replicas < 2) return `The fault ${name} needs two replicas: while the only one is paused, no other buyer can buy. Nothing was run.`;
  return null;
}
