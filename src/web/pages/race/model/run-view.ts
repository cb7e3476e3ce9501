import type { LaneCounts, LaneReport, RunReport, SeriesPoint } from '@/domain/report';
import type { FloodPlan } from '@/domain/plan';
import type { LaneRef, RunEvent, RunFailure, RunStatus } from '@/domain/run-event';

/** waiting: it has not started. judging: the flood is over, the checkers run. stopped: the run ended before the lane did. */
export type LaneState = 'waiting' | 'running' | 'judging' | 'finished' | 'stopped';

export interface LaneView {
  key: string;
  ref: LaneRef;
  state: LaneState;
  counts: LaneCounts | null;
  report: LaneReport | null;
  /** What was seen while it ran; the report brings the whole series. */
  series: SeriesPoint[];
}

/** A run as the page shows it. Lanes follow the order of the plan, in whatever order they run. */
export interface RunView {
  runId: string;
  status: RunStatus;
  /** Runs before this one in the queue. */
  ahead: number;
  plan: FloodPlan | null;
  lanes: LaneView[];
  report: RunReport | null;
  failure: RunFailure | null;
  lastSeq: number;
}

export const emptyRun = (runId: string): RunView => ({
  runId,
  status: 'queued',
  ahead: 0,
  plan: null,
  lanes: [],
  report: null,
  failure: null,
  lastSeq: -1,
});

/** The page's state after all of these events. */
export const runView = (runId: string, events: readonly RunEvent[]): RunView => events.reduce(applyRunEvent, emptyRun(runId));

/** Applies one event. An event that was seen already (a reconnect that replays) or is another run's changes nothing. */
export function applyRunEvent(view: RunView, event: RunEvent): RunView {
  if (event.runId !== view.runId || event.seq <= view.lastSeq) return view;
  return { ...view, ...change(view, event), lastSeq: event.seq };
}

function change(view: RunView, event: RunEvent): Partial<RunView> {
  switch (event.kind) {
    case 'queued':
      return { status: 'queued', ahead: event.ahead };
    case 'started':
      return { status: 'running', ahead: 0, plan: event.plan, lanes: lanesInPlanOrder(event.plan, event.laneOrder) };
    case 'lane-started':
      return withLane(view, event.lane, () => ({ state: 'running' }));
    case 'lane-progress':
      return withLane(view, event.lane, (lane) => ({
        state: 'running',
        counts: event.counts,
        series: [...lane.series, pointOf(event.counts)],
      }));
    case 'lane-judging':
      return withLane(view, event.lane, () => ({ state: 'judging' }));
    case 'lane-finished':
      return withLane(view, event.lane, () => finishedLane(event.report));
    case 'finished':
      return { status: 'finished', report: event.report, plan: event.report.plan, lanes: lanesOfReport(event.report) };
    case 'failed':
      return {
        status: 'failed',
        failure: event.failure,
        lanes: view.lanes.map((lane) => (lane.state === 'finished' ? lane : { ...lane, state: 'stopped' })),
      };
  }
}

const keyOf = (ref: LaneRef): string => `${ref.strategy} ${ref.repeat}`;

/** A lane that has not started. */
export const emptyLane = (ref: LaneRef): LaneView => ({ key: keyOf(ref), ref, state: 'waiting', counts: null, report: null, series: [] });

const finishedLane = (report: LaneReport): Partial<LaneView> => ({ state: 'finished', report, series: report.series });

function lanesInPlanOrder(plan: FloodPlan, refs: readonly LaneRef[]): LaneView[] {
  const rank = (ref: LaneRef) => plan.strategies.indexOf(ref.strategy);
  return [...refs].sort((a, b) => rank(a) - rank(b) || a.repeat - b.repeat).map(emptyLane);
}

function lanesOfReport(report: RunReport): LaneView[] {
  const reportOf = new Map(report.lanes.map((lane) => [keyOf(lane), lane]));
  return lanesInPlanOrder(report.plan, report.lanes).map((lane) => {
    const found = reportOf.get(lane.key);
    return found ? { ...lane, ...finishedLane(found) } : lane;
  });
}

function withLane(view: RunView, ref: LaneRef, update: (lane: LaneView) => Partial<LaneView>): Partial<RunView> {
  const key = keyOf(ref);
  return { lanes: view.lanes.map((lane) => (lane.key === key ? { ...lane, ...update(lane) } : lane)) };
}

const pointOf = (counts: LaneCounts): SeriesPoint => ({
  tMs: counts.elapsedMs,
  unitsSold: counts.unitsSold,
  soldOut: counts.soldOut,
  gaveUp: counts.gaveUp,
  unknown: counts.unknown,
  stock: counts.stock,
});
