import type { Anomaly, Finding } from './anomaly';
import type { LabSetup } from './lab';

/** How far a search goes. */
export interface SearchBounds {
  /** Schedules to run at most. */
  schedules: number;
  /** Seconds to run at most. */
  seconds: number;
  /** Of the random part. */
  seed: number;
  /** How often time may pass in one schedule, so that locks with an expiry expire. */
  expiries: number;
}

/** A schedule that was run to its end. */
export interface ScheduleSeen {
  schedule: string;
  switches: number;
  /** Everything that its checkers found; empty for a good one. */
  anomalies: readonly Anomaly[];
  /** Units that were left although a buyer went without. */
  lostSales: number;
  unitsSold: number;
}

/** What was searched and what was not. */
export interface Coverage {
  /** Every schedule was run. */
  exhaustive: boolean;
  /** All schedules with at most this many switches were run; null if not even those without a switch were. */
  switchesCovered: number | null;
  /** Schedules that random priorities added. */
  random: number;
  /** Schedules that could not be repeated up to the step where they should have branched, because the servers answered differently than before. */
  unrepeatable: number;
  /** In a sentence. */
  sentence: string;
}

/** What `explore --json` prints for one strategy. */
export interface Exploration {
  schemaVersion: 1;
  setup: LabSetup;
  class: 'safe' | 'unsafe' | 'loses-sales';
  bounds: SearchBounds;
  /** Schedules that were run. */
  schedules: number;
  /** Schedules with a finding that the strategy's class does not allow. */
  violated: number;
  /** Schedules in which a unit was left although a buyer went without. */
  turnedAway: number;
  anomalies: readonly { anomaly: Anomaly; schedules: number }[];
  /** The bad schedule with the fewest switches, and among those the one with the fewest moves. */
  shortest: (ScheduleSeen & { findings: readonly Finding[]; transcript: readonly string[] }) | null;
  coverage: Coverage;
  /** Purchases that ended in an unexpected error; the first error in words. */
  errors: { count: number; first: string | null };
  orders: readonly ScheduleSeen[];
  durationMs: number;
  schedulesPerSecond: number;
  verdict: 'pass' | 'violated' | 'undecided';
  /** In a sentence. */
  summary: string;
}

/** What a search reports as it runs; the last event is always `explored` or `failed`. */
export type ExplorationEvent =
  | { kind: 'exploring'; strategy: string; schedules: number; violated: number; pending: number; switches: number }
  | { kind: 'explored'; exploration: Exploration }
  | { kind: 'failed'; message: string };

/** Schedules beyond this number are counted but not listed. */
export const SCHEDULES_LISTED = 5_000;
