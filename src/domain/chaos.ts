import type { ChaosFaultName } from './fault';
import type { ExitCode, Verdict } from './verdict';

/** What one fault did to a sandbox full of buyers. Counts are of purchases, `oversold` is in units. */
export interface ChaosRow {
  fault: ChaosFaultName;
  title: string;
  /** Why it could not be injected here, in a sentence; null when it was. If it is set, the other fields mean nothing. */
  notPossible: string | null;
  purchases: number;
  confirmed: number;
  /** Still unknown after every buyer with a key has asked again. */
  unknown: number;
  /** Processes killed, sockets opened or cut, disks filled. */
  struck: number;
  /** Confirmed orders without a row of their own. */
  lost: number;
  /** Orders beyond the one that a buyer asked for. */
  doubled: number;
  oversold: number;
  /** From the injection until everything answered again, milliseconds; null when it did not, or nothing was killed. */
  healthyAfterMs: number | null;
  verdict: Verdict;
  /** Why it did not pass, one sentence each. */
  problems: string[];
  /** Deprecated: the same under its old name, for readers of the JSON; read `problems`. */
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
