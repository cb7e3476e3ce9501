import type { Anomaly, Finding } from './anomaly';
import type { LabSetup } from './lab';

/** How far a search goes. */
export interface SearchBounds {
  /** Orders to run at most. */
  schedules: number;
  /** Seconds to run at most. */
  seconds: number;
  /** Of the random part. */
  seed: number;
  /** How often in one order time may pass, so that locks which end by themselves do. */
  expiries: number;
}

/** One order of steps that was run to its end. */
export interface ScheduleSeen {
  schedule: string;
  switches: number;
  /** Everything that its checkers found; empty for a good one. */
  anomalies: readonly Anomaly[];
  /** Units that nobody has although a buyer went away without. */
  lostSales: number;
  unitsSold: number;
}

/** What was looked at and what was not. */
export interface Coverage {
  /** Every order there is was run. */
  exhaustive: boolean;
  /** All orders with at most so many switches were run; null when not even those without any. */
  switchesCovered: number | null;
  /** Orders that random priorities added. */
  random: number;
  /** Orders that could not be followed to where they should have branched, because the servers answered otherwise than before. */
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
  /** Orders that were run. */
  schedules: number;
  /** Orders with a finding that the strategy's class does not allow. */
  violated: number;
  /** Orders in which a unit was left although somebody went away without. */
  turnedAway: number;
  anomalies: readonly { anomaly: Anomaly; schedules: number }[];
  /** Of the bad orders the one with the fewest switches, and among those the one with the fewest moves. */
  shortest: (ScheduleSeen & { findings: readonly Finding[]; transcript: readonly string[] }) | null;
  coverage: Coverage;
  /** Purchases that ended in an error nobody expects; the first of them in words. */
  errors: { count: number; first: string | null };
  orders: readonly ScheduleSeen[];
  durationMs: number;
  schedulesPerSecond: number;
  verdict: 'pass' | 'violated' | 'undecided';
  /** In a sentence. */
  summary: string;
}

/** What a search tells while it goes on; the last is always `explored` or `failed`. */
export type ExplorationEvent =
  | { kind: 'exploring'; strategy: string; schedules: number; violated: number; pending: number; switches: number }
  | { kind: 'explored'; exploration: Exploration }
  | { kind: 'failed'; message: string };

/** More orders than this are counted and not listed. */
export const SCHEDULES_LISTED = 5_000;
