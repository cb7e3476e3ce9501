import type { FloodPlan } from '@/domain/plan';
import type { RunDetail, RunEvent, RunSummary } from '@/domain/run-event';

/** Why the desk did not take a flood; nothing was stored. */
export class DeskError extends Error {
  constructor(
    readonly code: 'queue_full' | 'service_missing' | 'fault_refused',
    message: string,
  ) {
    super(message);
    this.name = 'DeskError';
  }
}

/**
 * Where floods are asked for and watched: one flood at a time, the others wait in line.
 * One desk a web process; runs and their reports live in Postgres and survive it.
 */
export interface RunDesk {
  /** Queues a flood. Throws `DeskError` when the queue is full or a store that the plan needs is missing. */
  submit(plan: FloodPlan): Promise<RunSummary>;
  /** Ends a queued or running flood as failed/cancelled. False when there is no such flood under way. */
  cancel(runId: string): Promise<boolean>;
  /** Newest first. */
  list(limit: number): Promise<RunSummary[]>;
  find(runId: string): Promise<RunDetail | null>;
  /**
   * The events of a run after `afterSeq` (0 for all): those that were, then those to come; ends after the last one.
   * Null when there is no such run. A run of an earlier process is told by its `started` and its last event.
   */
  follow(runId: string, afterSeq: number, signal: AbortSignal): Promise<AsyncIterable<RunEvent> | null>;
  /** The run under way, else the queued one that is next, else null. */
  current(): RunSummary | null;
  /** Calls `listener` whenever a run is queued, starts or ends; returns the way to stop. */
  onChange(listener: (run: RunSummary) => void): () => void;
}
