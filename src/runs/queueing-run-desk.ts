import { randomUUID } from 'node:crypto';
import type { FloodPlan } from '@/domain/plan';
import type { RunDetail, RunEvent, RunEventBody, RunFailure, RunSummary } from '@/domain/run-event';
import type { OpenDatabase } from '@/stores/postgres/database';
import { findRun, listRuns, recordFailure, recordRun } from '@/stores/postgres/runs';
import { DeskError, type RunDesk } from './run-desk';
import { ReplayLog } from './replay-log';
import type { RunningFlood } from './spawn-flood';
import { followStored } from './stored-events';

/** Event logs of finished runs that are kept for late watchers; older runs are told from their stored report. */
const LOGS_KEPT = 10;

interface Entry {
  summary: RunSummary;
  log: ReplayLog;
  flood: RunningFlood | null;
  failure: RunFailure | null;
}

export interface DeskOptions {
  database: OpenDatabase;
  queueLimit: number;
  /** Why the plan cannot run here, in a sentence; null when it can. */
  missingService: (plan: FloodPlan) => string | null;
  /** Why the plan's fault may not be injected here, in a sentence; null when it may. */
  faultRefusal: (plan: FloodPlan) => string | null;
  start: (runId: string, plan: FloodPlan) => RunningFlood;
}

/** A desk that runs one flood at a time, in the order in which they were asked for. */
export class QueueingRunDesk implements RunDesk {
  readonly #entries = new Map<string, Entry>();
  readonly #queue: Entry[] = [];
  readonly #listeners = new Set<(run: RunSummary) => void>();
  #running: Entry | null = null;
  #carrying: Promise<void> = Promise.resolve();

  constructor(private readonly options: DeskOptions) {}

  async submit(plan: FloodPlan): Promise<RunSummary> {
    const missing = this.options.missingService(plan);
    if (missing) throw new DeskError('service_missing', missing);
    const refused = this.options.faultRefusal(plan);
    if (refused) throw new DeskError('fault_refused', refused);
    if (this.#queue.length >= this.options.queueLimit) {
      throw new DeskError('queue_full', `${this.#queue.length} floods wait already. This one was not stored; ask again when one has run.`);
    }
    const summary: RunSummary = {
      id: randomUUID(),
      status: 'queued',
      plan,
      createdAt: new Date().toISOString(),
      finishedAt: null,
      verdict: null,
      exitCode: null,
      summary: null,
    };
    const entry: Entry = { summary, log: new ReplayLog(), flood: null, failure: null };
    // In line before it is stored: two that ask at once must not both find the last place free.
    this.#queue.push(entry);
    try {
      await recordRun(this.options.database.db, summary.id, plan, 'queued');
    } catch (error) {
      this.#leaveQueue(entry);
      throw error;
    }
    this.#entries.set(summary.id, entry);
    if (this.#running) this.#tell(entry, { kind: 'queued', ahead: this.#queue.indexOf(entry) + 1 });
    this.#announce(entry);
    this.#startNext();
    return entry.summary;
  }

  async cancel(runId: string): Promise<boolean> {
    const entry = this.#entries.get(runId);
    if (!entry || entry.log.ended) return false;
    if (entry.flood) {
      entry.flood.cancel();
      return true;
    }
    if (!this.#leaveQueue(entry)) return false;
    const failure = { code: 'cancelled', message: 'The flood was cancelled before it began. Nothing was sold.' } as const;
    this.#tell(entry, { kind: 'failed', failure });
    await recordFailure(this.options.database.db, runId, failure);
    return true;
  }

  /** Cancels what runs and what waits, the last first so that none begins, and resolves when all of it is told and stored. */
  async cancelAll(): Promise<void> {
    for (const { summary } of [...this.#queue].reverse()) await this.cancel(summary.id);
    if (this.#running) await this.cancel(this.#running.summary.id);
    await this.#carrying;
  }

  list(limit: number): Promise<RunSummary[]> {
    return listRuns(this.options.database.db, limit);
  }

  find(runId: string): Promise<RunDetail | null> {
    return findRun(this.options.database.db, runId);
  }

  async follow(runId: string, afterSeq: number, signal: AbortSignal): Promise<AsyncIterable<RunEvent> | null> {
    const entry = this.#entries.get(runId);
    if (entry) return entry.log.follow(afterSeq, signal);
    const stored = await this.find(runId);
    return stored ? followStored(stored, () => this.find(runId), afterSeq, signal) : null;
  }

  current(): RunSummary | null {
    return (this.#running ?? this.#queue[0])?.summary ?? null;
  }

  onChange(listener: (run: RunSummary) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #startNext(): void {
    if (this.#running) return;
    const entry = this.#queue.find((candidate) => this.#entries.has(candidate.summary.id));
    if (!entry) return;
    this.#leaveQueue(entry);
    this.#running = entry;
    entry.flood = this.options.start(entry.summary.id, entry.summary.plan);
    this.#carrying = this.#carry(entry, entry.flood);
  }

  async #carry(entry: Entry, flood: RunningFlood): Promise<void> {
    for await (const event of flood.events) this.#tell(entry, event);
    this.#running = null;
    // A flood that died could not store how it ended.
    if (entry.failure) await recordFailure(this.options.database.db, entry.summary.id, entry.failure).catch(() => undefined);
    this.#forgetOldLogs();
    this.#startNext();
  }

  /** Passes an event on under this desk's own numbering, which began with what was told before the flood started. */
  #tell(entry: Entry, body: RunEvent | RunEventBody): void {
    const event: RunEvent = { atMs: 0, ...body, runId: entry.summary.id, seq: entry.log.nextSeq };
    entry.log.push(event);
    if (event.kind === 'started') entry.summary = { ...entry.summary, status: 'running' };
    else if (event.kind === 'finished') {
      const { verdict, exitCode, summary } = event.report;
      entry.summary = { ...entry.summary, status: 'finished', finishedAt: new Date().toISOString(), verdict, exitCode, summary };
    } else if (event.kind === 'failed') {
      entry.failure = event.failure;
      entry.summary = { ...entry.summary, status: 'failed', finishedAt: new Date().toISOString(), summary: event.failure.message };
    } else return;
    this.#announce(entry);
  }

  #announce({ summary }: Entry): void {
    for (const listener of this.#listeners) listener(summary);
  }

  #leaveQueue(entry: Entry): boolean {
    const place = this.#queue.indexOf(entry);
    if (place < 0) return false;
    this.#queue.splice(place, 1);
    return true;
  }

  #forgetOldLogs(): void {
    const ended = [...this.#entries.values()].filter((entry) => entry.log.ended);
    for (const entry of ended.slice(0, -LOGS_KEPT)) this.#entries.delete(entry.summary.id);
  }
}
