import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { FloodPlan } from '@/domain/plan';
import type { RunReport } from '@/domain/report';
import type { RunDetail, RunFailure, RunStatus, RunSummary } from '@/domain/run-event';
import type { Database } from './database';
import { orders, product, run, trace } from './schema';
import { deleteStreams } from './streams';

/** Stores that a flood was requested, or that it starts now; the plan of an id never changes. */
export async function recordRun(db: Database, id: string, plan: FloodPlan, status: RunStatus): Promise<void> {
  await db.insert(run).values({ id, plan, status }).onConflictDoUpdate({ target: run.id, set: { status } });
}

export async function recordReport(db: Database, id: string, report: RunReport): Promise<void> {
  await db.update(run).set({ status: 'finished', report, finishedAt: sql`now()` }).where(eq(run.id, id));
}

/** A run that has ended is never changed. */
export async function recordFailure(db: Database, id: string, failure: RunFailure): Promise<void> {
  await db
    .update(run)
    .set({ status: 'failed', failure, finishedAt: sql`now()` })
    .where(sql`${run.id} = ${id} and ${run.status} in ('queued', 'running')`);
}

/** Newest first. */
export async function listRuns(db: Database, limit: number): Promise<RunSummary[]> {
  const rows = await db.select(summaryColumns).from(run).orderBy(desc(run.createdAt)).limit(limit);
  return rows.map(toSummary);
}

export async function findRun(db: Database, id: string): Promise<RunDetail | null> {
  const [row] = await db
    .select({ ...summaryColumns, report: run.report, failure: run.failure })
    .from(run)
    .where(eq(run.id, id));
  return row ? { ...toSummary(row), report: row.report, failure: row.failure } : null;
}

/** Marks runs as interrupted whose process is gone; only the holder of the flood slot may call it. */
export async function failAbandonedRuns(db: Database, exceptId: string | null): Promise<void> {
  const failure: RunFailure = {
    code: 'interrupted',
    message: 'The process that ran this flood ended before it was judged. Its sales are closed; start the flood again.',
  };
  await db
    .update(run)
    .set({ status: 'failed', failure, finishedAt: sql`now()` })
    .where(sql`${run.status} = 'running' and ${run.id} <> ${exceptId ?? ''}`);
}

/** Marks runs as interrupted that were waiting in the queue of a web that is gone. */
export async function failQueuedRuns(db: Database): Promise<void> {
  const failure: RunFailure = { code: 'interrupted', message: 'The web ended before this flood began. Nothing was sold; start it again.' };
  await db.update(run).set({ status: 'failed', failure, finishedAt: sql`now()` }).where(eq(run.status, 'queued'));
}

/** Drops the orders, events and traces of lanes older than the newest `keep` runs. The reports stay. */
export async function pruneOrders(db: Database, keep: number): Promise<void> {
  const old = db.select({ id: run.id }).from(run).orderBy(desc(run.createdAt)).offset(keep);
  const products = db.select({ id: product.id }).from(product).where(inArray(product.runId, old));
  await db.delete(orders).where(inArray(orders.productId, products));
  await deleteStreams(db, sql`${products}`);
  await db.delete(trace).where(inArray(trace.runId, old));
}

/** Deletes everything that floods have left: runs, lanes, orders, traces. The shop's own products stay. */
export async function deleteAllRuns(db: Database): Promise<{ runs: number }> {
  return db.transaction(async (tx) => {
    const lanes = tx.select({ id: product.id }).from(product).where(sql`${product.runId} is not null`);
    await tx.delete(orders).where(inArray(orders.productId, lanes));
    await deleteStreams(tx, sql`${lanes}`);
    await tx.execute(sql`delete from inventory where product_id in (select id from product where run_id is not null)`);
    await tx.execute(sql`delete from product where run_id is not null`);
    await tx.delete(trace);
    const deleted = await tx.delete(run).returning({ id: run.id });
    return { runs: deleted.length };
  });
}

const summaryColumns = {
  id: run.id,
  status: run.status,
  plan: run.plan,
  createdAt: run.createdAt,
  finishedAt: run.finishedAt,
  verdict: sql<RunSummary['verdict']>`${run.report} ->> 'verdict'`,
  exitCode: sql<RunSummary['exitCode']>`(${run.report} ->> 'exitCode')::int`,
  summary: sql<string | null>`coalesce(${run.report} ->> 'summary', ${run.failure} ->> 'message')`,
};

type SummaryRow = Omit<RunSummary, 'createdAt' | 'finishedAt'> & { createdAt: Date; finishedAt: Date | null };

function toSummary({ id, status, plan, createdAt, finishedAt, verdict, exitCode, summary }: SummaryRow): RunSummary {
  return { id, status, plan, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null, verdict, exitCode, summary };
}
