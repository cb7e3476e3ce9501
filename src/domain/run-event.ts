import type { LaneCounts, LaneReport, RunReport } from './report';
import type { FloodPlan } from './plan';

/** One lane of a run: a strategy, in one of the repeats. */
export interface LaneRef {
  strategy: string;
  repeat: number;
}

/** Why a run ended without a report. `changed` says what was left behind. */
export interface RunFailure {
  code: 'cancelled' | 'service-missing' | 'service-lost' | 'interrupted' | 'internal';
  message: string;
}

/** What a run says while it goes on. `started` comes first; `finished` or `failed` always comes last. */
export type RunEventBody =
  | { kind: 'queued'; ahead: number }
  | { kind: 'started'; plan: FloodPlan; laneOrder: LaneRef[] }
  | { kind: 'lane-started'; lane: LaneRef; productId: number; stock: number }
  | { kind: 'lane-progress'; lane: LaneRef; counts: LaneCounts }
  | { kind: 'lane-judging'; lane: LaneRef }
  | { kind: 'lane-finished'; lane: LaneRef; report: LaneReport }
  | { kind: 'finished'; report: RunReport }
  | { kind: 'failed'; failure: RunFailure };

/** `seq` rises by one within a run and is the id of the server-sent event; `atMs` counts from the start of the run. */
export type RunEvent = { runId: string; seq: number; atMs: number } & RunEventBody;

export type RunStatus = 'queued' | 'running' | 'finished' | 'failed';

/** A run in a list. */
export interface RunSummary {
  id: string;
  status: RunStatus;
  plan: FloodPlan;
  createdAt: string;
  finishedAt: string | null;
  verdict: RunReport['verdict'] | null;
  exitCode: RunReport['exitCode'] | null;
  summary: string | null;
}

/** A run, whole. */
export interface RunDetail extends RunSummary {
  report: RunReport | null;
  failure: RunFailure | null;
}

export const isLastEvent = (event: { kind: string }): boolean => event.kind === 'finished' || event.kind === 'failed';
