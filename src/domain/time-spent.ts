import type { StepRecord } from './purchase';
import { traitsOf } from './step';

/** Where the time of a purchase goes. */
export const TIME_KINDS = ['pool-wait', 'lock-wait', 'statement', 'commit', 'think', 'back-off', 'elsewhere'] as const;
export type TimeKind = (typeof TIME_KINDS)[number];

/** Milliseconds of the mean purchase, by where they went. They add up to its mean latency. */
export type TimeSpent = Readonly<Record<TimeKind, number>>;

/** Sums of one purchase. Steps that share a round trip overlap: each counts from the end of the one before it. */
export function timeOfSteps(steps: readonly StepRecord[]): Partial<Record<TimeKind, number>> {
  const spent: Partial<Record<TimeKind, number>> = {};
  let endMs = Number.NEGATIVE_INFINITY;
  for (const step of [...steps].sort((a, b) => a.endMs - b.endMs)) {
    const ownMs = Math.max(0, step.endMs - Math.max(step.startMs, endMs));
    const kind = traitsOf(step).time;
    spent[kind] = (spent[kind] ?? 0) + ownMs;
    endMs = Math.max(endMs, step.endMs);
  }
  return spent;
}
