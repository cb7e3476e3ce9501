import type { Anomaly } from './anomaly';
import type { ExpectedVerdict } from './experiment';
import type { Environment } from './report';
import type { Verdict } from './verdict';

/** What is expected of one strategy under one fault; the anomaly is null unless it is `violated`. */
export interface Expected {
  verdict: ExpectedVerdict;
  anomaly: Anomaly | null;
}

/** One cell of the guarantee matrix, carried out. `fault` is null where nothing was broken. */
export interface MatrixCell {
  strategy: string;
  fault: string | null;
  replicas: number;
  expected: Expected;
  /** Deprecated: the name of `expected` in version 0.1, kept for readers of the JSON. */
  foretold: Expected;
  verdict: Verdict;
  anomalies: Anomaly[];
  lostSales: number;
  confirmed: number;
  unknown: number;
  /** Confirmed purchases whose order was not there in the end. */
  lostOrders: number;
  /** What came out otherwise than expected, in a sentence; null when nothing did. */
  missed: string | null;
  /** What the fault did, in a sentence. */
  told: string | null;
}

/** The last time that every cell was carried out. */
export interface MatrixReport {
  schemaVersion: 1;
  /** ISO 8601. */
  finishedAt: string;
  environment: Environment;
  /** Columns, in their order. */
  columns: { fault: string | null; replicas: number }[];
  /** Rows, in their order. */
  strategies: string[];
  cells: MatrixCell[];
}
