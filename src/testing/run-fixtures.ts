import type { Finding } from '@/domain/anomaly';
import type { LaneCounts, LaneReport, RunReport } from '@/domain/report';
import type { RunEvent, RunEventBody } from '@/domain/run-event';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';

const LATENCY = { p50: 10, p95: 40, p99: 60, max: 80 };

/** A plan of two lanes; fields can be overridden. */
export const planWith = (fields: Partial<FloodPlan> = {}): FloodPlan => ({ ...DEFAULT_PLAN, strategies: ['naive', 'for-update'], ...fields });

/** Counts of a lane under way. */
export const countsWith = (fields: Partial<LaneCounts> = {}): LaneCounts => ({
  elapsedMs: 100,
  inFlight: 0,
  confirmed: 0,
  soldOut: 0,
  gaveUp: 0,
  unknown: 0,
  dropped: 0,
  unitsSold: 0,
  oversold: 0,
  stock: 100,
  attempts: 0,
  lockWaits: 0,
  goodputPerSecond: 0,
  latencyMs: LATENCY,
  ...fields,
});

/** The checkers' findings for a lane with these numbers. */
const findingsOf = ({ oversold = 0, lostUpdates = 0 }: Partial<LaneReport>): Finding[] =>
  ([['oversell', oversold], ['lost-update', lostUpdates]] as const)
    .filter(([, count]) => count > 0)
    .map(([anomaly, count]) => ({ anomaly, count, evidence: { sentence: '', witnesses: [] } }));

/** The report of a lane that sold exactly its stock; fields can be overridden, and the findings follow from the numbers by default. */
export const laneWith = (fields: Partial<LaneReport> = {}): LaneReport => ({
  strategy: 'for-update',
  class: 'safe',
  control: fields.class === 'unsafe',
  fault: null,
  ghostSeries: null,
  poolQueuePeak: 0,
  timeSpent: null,
  attemptsPerSale: 1,
  sqlStates: null,
  verdict: 'pass',
  stock: 100,
  buyers: 1_000,
  confirmed: 100,
  soldOut: 900,
  gaveUp: 0,
  unknown: 0,
  ordersStored: 100,
  unitsSold: 100,
  finalStock: 0,
  oversold: 0,
  lostUpdates: 0,
  lostSales: 0,
  attempts: 1_000,
  goodputPerSecond: 200,
  durationMs: 500,
  latencyMs: LATENCY,
  findings: findingsOf(fields),
  soldLatencyMs: LATENCY,
  repeat: 1,
  seed: 1,
  productId: 1,
  dropped: 0,
  retries: 0,
  lockWaits: 0,
  lockQueuePeak: 0,
  startSpreadMs: null,
  lateStartMs: null,
  explanation: '',
  series: [
    { tMs: 100, unitsSold: 50, soldOut: 0, gaveUp: 0, unknown: 0, stock: 50 },
    { tMs: 500, unitsSold: 100, soldOut: 900, gaveUp: 0, unknown: 0, stock: 0 },
  ],
  ...fields,
});

/** A naive lane that oversold, and lost updates on the way. */
export const oversoldLane = (fields: Partial<LaneReport> = {}): LaneReport =>
  laneWith({ strategy: 'naive', class: 'unsafe', verdict: 'violated', confirmed: 912, soldOut: 88, unitsSold: 912, oversold: 812, lostUpdates: 800, ...fields });

/** The report of a run of these lanes. */
export const reportOf = (lanes: LaneReport[], fields: Partial<RunReport> = {}): RunReport => ({
  schemaVersion: 1,
  runId: 'run',
  startedAt: '2026-01-01T00:00:00.000Z',
  plan: planWith({ strategies: [...new Set(lanes.map(({ strategy }) => strategy))] }),
  environment: { stampede: '0', node: '20', postgres: '18', redis: null, synchronousCommit: 'on', poolSize: 10, cores: 2, shops: 2 },
  lanes,
  bounds: [],
  verdict: 'pass',
  exitCode: 0,
  summary: '',
  ...fields,
});

/** These bodies as the events of one run, numbered from 1. */
export const eventsOf = (...bodies: RunEventBody[]): RunEvent[] =>
  bodies.map((body, index) => ({ runId: 'run', seq: index + 1, atMs: index * 100, ...body }));
