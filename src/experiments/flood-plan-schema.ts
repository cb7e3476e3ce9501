import { z } from 'zod';
import { parseFault } from '@/domain/fault';
import { LIMITS } from '@/domain/limits';
import { ARRIVALS, DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';

export interface PlanLimits {
  maxBuyers: number;
  maxConcurrency: number;
  /** Shops that can be flooded. */
  replicas: number;
  strategyIds: readonly string[];
}

/**
 * The one schema of a flood plan: for the web API, the command line and the experiment files. Every field may be left out;
 * unknown fields are refused.
 */
export function floodPlanInput(limits: PlanLimits): z.ZodType<FloodPlan> {
  const whole = (name: keyof typeof LIMITS, max: number = LIMITS[name].max) => {
    const text = `must be a whole number from ${LIMITS[name].min} to ${max}`;
    return z.int(text).min(LIMITS[name].min, text).max(max, text);
  };
  const decimal = (name: keyof typeof LIMITS) => {
    const text = `must be a number from ${LIMITS[name].min} to ${LIMITS[name].max}`;
    return z.number(text).min(LIMITS[name].min, text).max(LIMITS[name].max, text);
  };
  const known = limits.strategyIds;
  const strategy = z.enum(known as [string, ...string[]], `must be one of ${known.join(', ')}`);
  return z
    .strictObject({
      experiment: z.string().max(64).nullable().default(null),
      strategies: z.array(strategy).min(1, 'must name at least one strategy').max(known.length).transform(unique).default(DEFAULT_PLAN.strategies),
      stock: whole('stock').default(DEFAULT_PLAN.stock),
      buyers: whole('buyers', limits.maxBuyers).default(DEFAULT_PLAN.buyers),
      concurrency: whole('concurrency', limits.maxConcurrency).default(Math.min(DEFAULT_PLAN.concurrency, limits.maxConcurrency)),
      quantity: whole('quantity').default(DEFAULT_PLAN.quantity),
      replicas: whole('replicas', limits.replicas).default(Math.min(DEFAULT_PLAN.replicas, limits.replicas)),
      thinkMs: decimal('thinkMs').default(DEFAULT_PLAN.thinkMs),
      arrivals: z.enum(ARRIVALS, `must be one of ${ARRIVALS.join(', ')}`).default(DEFAULT_PLAN.arrivals),
      ratePerSecond: decimal('ratePerSecond').nullable().default(null),
      seed: whole('seed').default(DEFAULT_PLAN.seed),
      repeat: whole('repeat').default(DEFAULT_PLAN.repeat),
      parallel: z.boolean('must be true or false').default(false),
      fault: z.string('must be the name of a fault, or null').max(100).nullable().default(null),
      poolSize: whole('poolSize').nullable().default(null),
    })
    .superRefine((plan, context) => {
      const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
      if (plan.arrivals === 'open-loop' && plan.ratePerSecond === null) refuse('ratePerSecond', 'is needed for an open loop');
      if (plan.arrivals !== 'open-loop' && plan.ratePerSecond !== null) refuse('ratePerSecond', 'belongs to an open loop only');
      const fault = plan.fault === null ? null : parseFault(plan.fault);
      if (typeof fault === 'string') refuse('fault', `is not known: ${fault}`);
      if (plan.fault !== null && plan.parallel) refuse('fault', 'needs lanes one after another: it would strike them all');
      if (plan.arrivals === 'burst' && plan.buyers > limits.maxConcurrency) {
        refuse('buyers', `must be at most ${limits.maxConcurrency} in a burst, where each buyer holds a connection`);
      }
    });
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
