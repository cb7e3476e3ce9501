import { constants, gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { and, asc, eq } from 'drizzle-orm';
import type { LaneTrace, TraceRef } from '@/domain/trace';
import type { Database } from './database';
import { trace } from './schema';

/** Stores the recording of a lane; a second one of the same lane replaces the first. */
export async function storeTrace(db: Database, lane: LaneTrace): Promise<void> {
  const { runId, strategy, repeat, purchaseCount, purchases } = lane;
  // The fast level: steps are so repetitive that the best level saves a third more for eight times the time.
  const content = await promisify(gzip)(JSON.stringify(lane), { level: constants.Z_BEST_SPEED });
  const kept = { purchaseCount, keptCount: purchases.length, content };
  await db
    .insert(trace)
    .values({ runId, strategy, repeat, ...kept })
    .onConflictDoUpdate({ target: [trace.runId, trace.strategy, trace.repeat], set: kept });
}

/** The lanes of a run that have a trace, by strategy and repeat. Empty for an old run whose traces were deleted, and for an unknown one. */
export async function listTraces(db: Database, runId: string): Promise<TraceRef[]> {
  const { strategy, repeat, purchaseCount, keptCount } = trace;
  return db.select({ strategy, repeat, purchaseCount, keptCount }).from(trace).where(eq(trace.runId, runId)).orderBy(asc(strategy), asc(repeat));
}

/** The trace of one lane; null when there is none. */
export async function readTrace(db: Database, runId: string, strategy: string, repeat: number): Promise<LaneTrace | null> {
  const json = await readTraceJson(db, runId, strategy, repeat);
  return json === null ? null : (JSON.parse(json) as LaneTrace);
}

/** The same as text, for callers that only pass it on. */
export async function readTraceJson(db: Database, runId: string, strategy: string, repeat: number): Promise<string | null> {
  const [row] = await db
    .select({ content: trace.content })
    .from(trace)
    .where(and(eq(trace.runId, runId), eq(trace.strategy, strategy), eq(trace.repeat, repeat)));
  return row ? (await promisify(gunzip)(row.content)).toString('utf8') : null;
}
