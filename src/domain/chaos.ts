import type { ExitCode, Verdict } from './verdict';

/** What the chaos run breaks, in the order in which it does. The title is what a reader is shown. */
export const CHAOS_FAULTS = [
  { name: 'kill-shop', title: 'kill -9 each shop' },
  { name: 'kill-web', title: 'kill -9 the web, with watchers' },
  { name: 'kill-one-redis', title: 'kill -9 one Redis of five' },
  { name: 'kill-all-redis', title: 'kill -9 all five Redis' },
  { name: 'kill-postgres', title: 'kill -9 the postmaster' },
  { name: 'full-disk', title: "Postgres' disk is full" },
  { name: 'many-watchers', title: 'many open SSE clients' },
  { name: 'slow-readers', title: 'readers that read nothing' },
  { name: 'hang-ups', title: 'buyers that hang up' },
] as const;

export type ChaosFaultName = (typeof CHAOS_FAULTS)[number]['name'];

/** What one fault did to a sandbox full of buyers. Counts are of purchases, `oversold` is in units. */
export interface ChaosRow {
  fault: ChaosFaultName;
  title: string;
  /** Why it could not be brought about here, in a sentence; null when it was. Then nothing else says anything. */
  notPossible: string | null;
  purchases: number;
  confirmed: number;
  /** Nobody can know, even after every buyer with a key has asked again. */
  unknown: number;
  /** Processes killed, sockets opened or cut, disks filled. */
  struck: number;
  /** Confirmed orders without a row of their own. */
  lost: number;
  /** Orders beyond the one that a buyer asked for. */
  doubled: number;
  oversold: number;
  /** From the last stroke until everything answered again, milliseconds; null when it did not, or nothing was killed. */
  healthyAfterMs: number | null;
  verdict: Verdict;
  /** Why it is no pass, one sentence each. */
  complaints: string[];
  /** What else was measured. */
  notes: string[];
}

export interface ChaosReport {
  schemaVersion: 1;
  size: ChaosSize;
  seed: number;
  rows: ChaosRow[];
  verdict: Verdict;
  exitCode: ExitCode;
}

export type ChaosSize = 'quick' | 'full';
