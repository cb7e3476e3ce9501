import type { FloodPlan } from '@/domain/plan';
import { seededRandom } from '@/domain/random';

/** One buyer before the flood. `arrivalMs` counts from the start of the lane; it is 0 but in an open loop. */
export interface Buyer {
  index: number;
  buyerId: string;
  quantity: number;
  thinkMs: number;
  arrivalMs: number;
}

/**
 * The crowd of a lane, one buyer after another, without ever holding all of them. The same plan and seed give the same
 * arrivals and think times in every lane. Open-loop arrivals are a Poisson process: gaps are exponential.
 */
export function* crowd(plan: FloodPlan, seed: number): Generator<Buyer, void> {
  const random = seededRandom(seed);
  let arrivalMs = 0;
  for (let index = 0; index < plan.buyers; index++) {
    const thinkMs = plan.thinkMs * (0.5 + random());
    if (plan.arrivals === 'open-loop' && plan.ratePerSecond !== null) {
      arrivalMs += (-Math.log(1 - random()) * 1_000) / plan.ratePerSecond;
    }
    yield { index, buyerId: `buyer-${index + 1}`, quantity: plan.quantity, thinkMs, arrivalMs };
  }
}
