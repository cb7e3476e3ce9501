/**
 * closed-loop: `concurrency` buyers at once, the next starts when one is answered.
 * burst: all buyers are released at one barrier.
 * open-loop: buyers arrive at `ratePerSecond` whether or not the shop keeps up.
 */
export const ARRIVALS = ['closed-loop', 'burst', 'open-loop'] as const;
export type ArrivalKind = (typeof ARRIVALS)[number];

/** Everything that defines a flood. The same plan and seed give every lane the same arrivals and think times. */
export interface FloodPlan {
  /** The experiment that the plan came from; null for one made by hand. */
  experiment: string | null;
  strategies: string[];
  stock: number;
  buyers: number;
  /** Purchases under way at once; in an open loop, the most that may be, beyond which arrivals are dropped. */
  concurrency: number;
  quantity: number;
  replicas: number;
  /** Mean time between reading and writing; each buyer draws from half to one and a half of it. */
  thinkMs: number;
  arrivals: ArrivalKind;
  ratePerSecond: number | null;
  seed: number;
  repeat: number;
  /** Run the lanes together instead of one after another; they then compete for the CPU. */
  parallel: boolean;
  fault: string | null;
  /** Database connections of each shop; null for as many as it was started with. */
  poolSize: number | null;
}

export const DEFAULT_PLAN: FloodPlan = {
  experiment: null,
  strategies: ['naive', 'optimistic-version', 'for-update', 'conditional-update', 'redlock'],
  stock: 100,
  buyers: 1_000,
  concurrency: 200,
  quantity: 1,
  replicas: 2,
  thinkMs: 5,
  arrivals: 'closed-loop',
  ratePerSecond: null,
  seed: 1,
  repeat: 1,
  parallel: false,
  fault: null,
  poolSize: null,
};
