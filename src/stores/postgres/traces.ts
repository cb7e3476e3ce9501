import type { LaneTrace, TraceRef } from '@/domain/trace';
import type { Database } from './database';

/** Stores what was recorded of a lane. */
export async function storeTrace(_db: Database, _trace: LaneTrace): Promise<void> {
  throw new Error('Traces are not stored yet.');
}

/** Which lanes of a run have a trace. */
export async function listTraces(_db: Database, _runId: string): Promise<TraceRef[]> {
  return [];
}

/** The trace of one lane; null when there is none. */
export async function readTrace(_db: Database, _runId: string, _strategy: string, _repeat: number): Promise<LaneTrace | null> {
  return null;
}
