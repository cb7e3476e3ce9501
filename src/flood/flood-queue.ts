import { randomUUID } from 'node:crypto';
import type { FloodPlan } from '@/domain/plan';
import type { RunDetail, RunEvent, RunEventBody, RunFailure, RunSummary } from '@/domain/run-event';
import type { OpenDatabase } from '@/stores/postgres/database';
import { findRun, listRuns, recordFailure, recordRun } from '@/stores/postgres/runs';
import { FloodRefused } from './flood-refused';
import { ReplayLog } from './replay-log';
import type { RunningFlood } from './spawn-flood';
import { followStored } from './stored-events';

/** Event logs of finished runs that are kept for late watchers; older runs are replayed from their stored report. */
const LOGS_KEPT = 10;

interface Entry {
  summary: RunSummary;
  log: ReplayLog;
  flood: RunningFlood | null;
  failure: RunFailure | null;
}

export interface FloodQueueOptions {
  database: OpenDatabase;
  queueLimit: number;
  /** Why the plan cannot run here, in a sentence; null when it can. */
  missingService: (plan: FloodPlan) => string | null;
  /** Why the plan's fault may not be injected here, in a sentence; null when it may. */
  faultRefusal: (plan: FloodPlan) => string | null;
  start: (runId: string, plan: FloodPlan) => RunningFlood;
}

/**
 * Where floods are asked for and watched: one runs at a time, the others wait in the sequence in which they were asked for.
 * One queue a web process; runs and their reports live in Postgres and survive it.
 */
export class FloodQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: Entry[] = [];
  readonly #listeners = new Set<(run: RunSummary) => void>();
  /** Calls of `submit` that are not over. */
  readonly #submitting = new Set<Promise<RunSummary>>();
  #running: Entry | null = null;
  #carrying: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(private readonly options: FloodQueueOptions) {}

  /** Queues a flood. Throws `FloodRefused` when there is no room, when a store that the plan needs is missing, or while the process stops. */
  async submit(plan: FloodPlan): Promise<RunSummary> {
    if (this.#stopping) throw new FloodRefused('service_missing', 'The web is stopping, so this flood was not stored. Ask again when it has started.');
    const submitting = this.#submit(plan);
    this.#submitting.add(submitting);
    try {
      return await submitting;
    } finally {
      this.#submitting.delete(submitting);
    }
  }

  /** Ends a queued or running flood as failed/cancelled. False when there is no such flood under way. */
  async cancel(runId: string): Promise<boolean> {
    const entry = this.#entries.get(runId);
    if (!entry || entry.log.ended) return false;
    if (entry.flood) {
      entry.flood.cancel();
      return true;
    }
    if (!this.#leaveQueue(entry)) return false;
    const failure = { code: 'cancelled', message: 'The flood was cancelled before it began. Nothing was sold.' } as const;
    this.#publish(entry, { kind: 'failed', failure });
    await recordFailure(this.options.database.db, runId, failure);
    return true;
  }

  /** From now on no flood is taken and none begins. Cancels what runs and what waits, and resolves when all of it is published and stored. */
  async cancelAll(): Promise<void> {
    this.#stopping = true;
    // One that is just being stored is not found yet: it cancels itself.
    await Promise.allSettled([...this.#submitting, ...this.#waiting.map(({ summary }) => this.cancel(summary.id))]);
    if (this.#running) await this.cancel(this.#running.summary.id);
    await this.#carrying;
  }

  /** Newest first. */
  list(limit: number): Promise<RunSummary[]> {
    return listRuns(this.options.database.db, limit);
  }

  find(runId: string): Promise<RunDetail | null> {
    return findRun(this.options.database.db, runId);
  }

  /**
   * The events of a run after `afterSeq` (0 for all): those that were, then those to come; ends after the last one.
   * Null when there is no such run. A run of an earlier process has its `started` and its last event only.
   */
  async follow(runId: string, afterSeq: number, signal: AbortSignal): Promise<AsyncIterable<RunEvent> | null> {
    const entry = this.#entries.get(runId);
    if (entry) return entry.log.follow(afterSeq, signal);
    const stored = await this.find(runId);
    return stored ? followStored(stored, () => this.find(runId), afterSeq, signal) : null;
  }

  /** The run under way, else the queued one that is next, else null. */
  current(): RunSummary | null {
    return (this.#running ?? this.#waiting[0])?.summary ?? null;
  }

  /** Calls `listener` whenever a run is queued, starts or ends; returns the way to stop. */
  onChange(listener: (run: RunSummary) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #submit(plan: FloodPlan): Promise<RunSummary> {
    const missing = this.options.missingService(plan);
    if (missing) throw new FloodRefused('service_missing', missing);
    const refused = this.options.faultRefusal(plan);
    if (refused) throw new FloodRefused('fault_refused', refused);
    if (this.#waiting.length >= this.options.queueLimit) {
      throw new FloodRefused('queue_full', `${this.#waiting.length} floods wait already. This one was not stored; ask again when one has run.`);
    }
    const entry: Entry = { summary: queued(plan), log: new ReplayLog(), flood: null, failure: null };
    const { id } = entry.summary;
    // In the queue before it is stored: two that ask at once must not both find the last place free.
    this.#waiting.push(entry);
    try {
      await recordRun(this.options.database.db, id, plan, 'queued');
    } catch (error) {
      this.#leaveQueue(entry);
      throw error;
    }
    this.#entries.set(id, entry);
    if (this.#running) this.#publish(entry, { kind: 'queued', ahead: this.#waiting.indexOf(entry) + 1 });
    this.#announce(entry);
    // `cancelAll` came while the run was being stored.
    if (this.#stopping) await this.cancel(id);
    else this.#startNext();
    return entry.summary;
  }

  #startNext(): void {
    if (this.#running || this.#stopping) return;
    const entry = this.#waiting.find((candidate) => this.#entries.has(candidate.summary.id));
    if (!entry) return;
    this.#leaveQueue(entry);
    this.#running = entry;
    entry.flood = this.options.start(entry.summary.id, entry.summary.plan);
    this.#carrying = this.#carry(entry, entry.flood);
  }

  async #carry(entry: Entry, flood: RunningFlood): Promise<void> {
    try {
      for await (const event of flood.events) this.#publish(entry, event);
    } catch (error) {
      // What wrote something else than events may still be at work.
      flood.cancel();
      const message = `The flood's process wrote something that is no event, and was stopped (${error instanceof Error ? error.message : String(error)}). Nothing was judged; start the flood again.`;
      if (!entry.log.ended) this.#publish(entry, { kind: 'failed', failure: { code: 'interrupted', message } });
    }
    this.#running = null;
    // A flood that died could not store how it ended.
    if (entry.failure) await recordFailure(this.options.database.db, entry.summary.id, entry.failure).catch(() => undefined);
    this.#forgetOldLogs();
    this.#startNext();
  }

  /** Passes an event on under this queue's own numbering, which began with what was published before the flood started. */
  #publish(entry: Entry, body: RunEvent | RunEventBody): void {
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
    const place = this.#waiting.indexOf(entry);
    if (place < 0) return false;
    this.#waiting.splice(place, 1);
    return true;
  }

  #forgetOldLogs(): void {
    const ended = [...this.#entries.values()].filter((entry) => entry.log.ended);
    for (const entry of ended.slice(0, -LOGS_KEPT)) this.#entries.delete(entry.summary.id);
  }
}

const queued = (plan: FloodPlan): RunSummary => ({
  id: randomUUID(),
  status: 'queued',
  plan,
  createdAt: new Date().toISOString(),
  finishedAt: null,
  verdict: null,
  exitCode: null,
  summary: null,
});
