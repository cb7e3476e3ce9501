import type { StepRecord } from './purchase';

/**
 * What can go wrong with a sale, the gravest first: units sold that were not there, then books that are wrong, then a guard
 * that failed without harm; sales that were merely missed come last. Each has a checker of its own in `src/checkers`.
 */
export const ANOMALIES = [
  'oversell',
  'lost-update',
  'negative-stock',
  'duplicate-order',
  'phantom-confirmation',
  'ghost-stock',
  'stale-token',
  'false-sold-out',
  'late-sale',
] as const;

export type Anomaly = (typeof ANOMALIES)[number];

/** What it looks like when buyers are turned away and stock comes back: all that a strategy which loses sales may show. */
export const TURNED_AWAY: ReadonlySet<Anomaly> = new Set<Anomaly>(['false-sold-out', 'late-sale']);

/** A purchase shown as evidence. Times are milliseconds from the start of the lane. */
export interface WitnessPurchase {
  buyerId: string;
  orderId: number | null;
  /** The stock that this purchase believed it found; null when it did not say. */
  read: number | null;
  /** The stock that this purchase believed it left; null when it did not say. */
  wrote: number | null;
  invokedMs: number | null;
  returnedMs: number | null;
  replica: number | null;
  steps: StepRecord[];
}

export interface Evidence {
  /** The cause in one sentence, with the numbers in it. */
  sentence: string;
  witnesses: WitnessPurchase[];
}

/** One kind of anomaly found in one lane; `count` is in units, orders or purchases, as the anomaly has it. */
export interface Finding {
  anomaly: Anomaly;
  count: number;
  evidence: Evidence;
}

/** The finding that a lane is named for, in whatever order it has them; null when it has none. */
export function gravest<F extends Pick<Finding, 'anomaly'>>(findings: readonly F[]): F | null {
  return [...findings].sort((a, b) => ANOMALIES.indexOf(a.anomaly) - ANOMALIES.indexOf(b.anomaly))[0] ?? null;
}
