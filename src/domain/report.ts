import type { Finding } from './anomaly';
import type { FaultReport } from './fault';
import type { FloodPlan } from './plan';
import type { TimeSpent } from './time-spent';
import type { StrategyClass } from './strategy';
import type { ExitCode, Verdict } from './verdict';

/** Milliseconds, measured from the moment each buyer meant to buy. */
export interface LatencyMs {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Counts of a lane while it runs. Never read from the database: all of them come from the answers. */
export interface LaneCounts {
  elapsedMs: number;
  inFlight: number;
  confirmed: number;
  soldOut: number;
  gaveUp: number;
  unknown: number;
  dropped: number;
  unitsSold: number;
  oversold: number;
  /** The stock in the last confirmed answer. */
  stock: number;
  attempts: number;
  lockWaits: number;
  goodputPerSecond: number;
  latencyMs: LatencyMs;
}

/** A lane at one moment, for replay and for the stock chart. Cumulative; `tMs` from the start of the lane. */
export interface SeriesPoint {
  tMs: number;
  unitsSold: number;
  soldOut: number;
  gaveUp: number;
  unknown: number;
  stock: number;
}

export interface LaneReport {
  strategy: string;
  class: StrategyClass;
  /** Whether the lane had to show an anomaly for the run to prove anything. */
  control: boolean;
  verdict: Verdict;
  stock: number;
  buyers: number;
  confirmed: number;
  soldOut: number;
  gaveUp: number;
  unknown: number;
  ordersStored: number;
  unitsSold: number;
  finalStock: number;
  oversold: number;
  lostUpdates: number;
  lostSales: number;
  attempts: number;
  goodputPerSecond: number;
  durationMs: number;
  latencyMs: LatencyMs;
  findings: Finding[];
  /** Of the confirmed purchases alone. */
  soldLatencyMs: LatencyMs;
  /** Which of `--repeat` this lane is, from 1, and the seed it ran with. */
  repeat: number;
  seed: number;
  productId: number;
  /** Arrivals of an open loop that found `concurrency` purchases under way and never left. */
  dropped: number;
  /** Tries beyond the first, over all purchases. */
  retries: number;
  /** Tries that found a lock of the application's own (Redlock) taken. */
  lockWaits: number;
  /** The most database sessions seen waiting for a lock at once, sampled by a watchdog connection. */
  lockQueuePeak: number;
  /** The most buyers seen waiting for a database connection of one shop at once. */
  poolQueuePeak: number;
  /** Where the time of the mean purchase went; null when steps were not recorded. */
  timeSpent: TimeSpent | null;
  /** Tries that a confirmed purchase needed, on average; null when nothing was confirmed. */
  attemptsPerSale: number | null;
  /** Answers of Postgres that were errors, by SQLSTATE; null when steps were not recorded. */
  sqlStates: Record<string, number> | null;
  /** Time between the first and the last departure of a burst; null for the other arrival models. */
  startSpreadMs: number | null;
  /** The latest departure behind its intended moment in an open loop; null for the others. */
  lateStartMs: number | null;
  /** What the strategy's own code did wrong, each sentence with the purchases that it ended; absent if it did nothing wrong. */
  mistakes?: { message: string; count: number }[];
  /** The exact decision in a sentence, and why if it is undecided. */
  explanation: string;
  /** The fault that was injected, and what it did; null when there was none. */
  fault: FaultReport | null;
  series: SeriesPoint[];
  /** Units taken in Redis and not yet in Postgres, over time (ghost stock); null for a sale that is not counted in Redis. */
  ghostSeries: { tMs: number; units: number }[] | null;
}

export interface Environment {
  stampede: string;
  node: string;
  postgres: string;
  redis: string | null;
  synchronousCommit: string;
  poolSize: number;
  cores: number;
  shops: number;
}

/** What `n` floods without a violation say about the true rate: about 3/n with 95 % confidence (the rule of three; exactly 1 - 0.05^(1/n)). */
export interface ZeroBound {
  strategy: string;
  floods: number;
  violated: number;
  /** Upper bound of the rate of violated floods with 95 % confidence; null when a violation was seen. */
  rateUpperBound95: number | null;
}

/** What `--json` prints and `GET /api/floods/{id}` holds. */
export interface RunReport {
  schemaVersion: 1;
  runId: string;
  startedAt: string;
  plan: FloodPlan;
  environment: Environment;
  lanes: LaneReport[];
  bounds: ZeroBound[];
  verdict: Verdict;
  exitCode: ExitCode;
  /** The verdict in a sentence. */
  summary: string;
}
