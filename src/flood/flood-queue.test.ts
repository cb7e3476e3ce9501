import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { RunEvent, RunSummary } from '@/domain/run-event';
import { waitUntil } from '@/domain/wait-until';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { recordFailure, recordRun } from '@/stores/postgres/runs';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { FloodQueue } from './flood-queue';
import { FloodRefused } from './flood-refused';
import type { RunningFlood } from './spawn-flood';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

/** A flood whose events the test chooses. */
function scriptedFlood(runId: string) {
  const said: RunEvent[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  let broken = false;
  const say = (body: Partial<RunEvent>): void => {
    said.push({ runId, seq: said.length + 1, atMs: 0, ...body } as RunEvent);
    ended ||= body.kind === 'failed' || body.kind === 'finished';
    wake();
  };
  async function* events(): AsyncGenerator<RunEvent> {
    for (let next = 0; ; ) {
      for (let event = said[next]; event; event = said[++next]) yield event;
      if (ended) return;
      if (broken) throw new SyntaxError('Unexpected token');
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const breakOff = (): void => {
    broken = true;
    wake();
  };
  const flood: RunningFlood = { pid: undefined, events: events(), cancel: () => say({ kind: 'failed', failure: { code: 'cancelled', message: 'cancelled' } }) };
  return { runId, flood, say, breakOff, wasCancelled: () => said.at(-1)?.kind === 'failed' };
}

function openQueue(queueLimit = 5) {
  const floods: ReturnType<typeof scriptedFlood>[] = [];
  const queue = new FloodQueue({
    database,
    queueLimit,
    faultRefusal: (plan) => (plan.fault === 'restart-postgres' ? 'This Postgres was given.' : null),
    missingService: (plan) => (plan.strategies.includes('redlock') ? 'Redis is not installed.' : null),
    start: (runId) => {
      const made = scriptedFlood(runId);
      floods.push(made);
      return made.flood;
    },
  });
  return { queue, floods };
}

const plan = { ...DEFAULT_PLAN, strategies: ['naive'] };
const started: Partial<RunEvent> = { kind: 'started', plan, laneOrder: [] };
const failed: Partial<RunEvent> = { kind: 'failed', failure: { code: 'internal', message: 'broke' } };
const forever = new AbortController().signal;

async function collect(events: AsyncIterable<RunEvent> | null, most = Infinity): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  if (events) {
    for await (const event of events) {
      all.push(event);
      if (all.length >= most) break;
    }
  }
  return all;
}

describe('the queue of floods', () => {
  it('runs one flood at a time, in the order in which they were asked for', async () => {
    const { queue, floods } = openQueue();
    const runs = [await queue.submit(plan), await queue.submit(plan), await queue.submit(plan)];
    expect(floods.map(({ runId }) => runId)).toEqual([runs[0]?.id]);
    expect(queue.current()?.id).toBe(runs[0]?.id);
    floods[0]?.say(started);
    floods[0]?.say(failed);
    await waitUntil('the second flood runs', () => floods.length === 2);
    expect(floods[1]?.runId).toBe(runs[1]?.id);
    expect((await collect(await queue.follow(runs[2]?.id ?? '', 0, forever), 1))[0]).toMatchObject({ kind: 'queued', ahead: 2 });
    for (const flood of [1, 2]) {
      await waitUntil('the next flood runs', () => floods.length > flood);
      floods[flood]?.say(failed);
    }
    await waitUntil('nothing is under way', () => queue.current() === null);
  });

  it('refuses what the queue has no room for, and stores nothing of it', async () => {
    const { queue, floods } = openQueue(1);
    await queue.submit(plan);
    await queue.submit(plan);
    const before = (await queue.list(1_000)).length;
    await expect(queue.submit(plan)).rejects.toMatchObject({ code: 'queue_full' });
    await expect(queue.submit({ ...plan, strategies: ['redlock'] })).rejects.toThrow(FloodRefused);
    expect(await queue.list(1_000)).toHaveLength(before);
    floods[0]?.say(failed);
    await waitUntil('the queue moved on', () => floods.length === 2);
    floods[1]?.say(failed);
    await waitUntil('nothing is under way', () => queue.current() === null);
  });

  it('sends a late watcher everything, and one who was cut off the rest', async () => {
    const { queue, floods } = openQueue();
    const { id } = await queue.submit(plan);
    floods[0]?.say(started);
    await waitUntil('the start was reported', () => queue.current()?.status === 'running');
    const whole = collect(await queue.follow(id, 0, forever));
    const rest = collect(await queue.follow(id, 1, forever));
    floods[0]?.say({ kind: 'lane-judging', lane: { strategy: 'naive', repeat: 1 } });
    floods[0]?.say(failed);
    expect((await whole).map(({ seq, kind }) => [seq, kind])).toEqual([[1, 'started'], [2, 'lane-judging'], [3, 'failed']]);
    expect((await rest).map(({ seq }) => seq)).toEqual([2, 3]);
    // The last event is never withheld, and a number from another counting starts over.
    expect((await collect(await queue.follow(id, 3, forever))).map(({ seq }) => seq)).toEqual([3]);
    expect((await collect(await queue.follow(id, 999_999, forever))).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('lets go of a watcher who leaves', async () => {
    const { queue, floods } = openQueue();
    const { id } = await queue.submit(plan);
    const leave = new AbortController();
    const watching = collect(await queue.follow(id, 0, leave.signal));
    leave.abort();
    expect(await watching).toEqual([]);
    floods[0]?.say(failed);
    await waitUntil('nothing is under way', () => queue.current() === null);
  });

  it('cancels a queued flood at once and a running one in order', async () => {
    const { queue } = openQueue();
    const [running, queued] = [await queue.submit(plan), await queue.submit(plan)];
    expect(await queue.cancel(queued.id)).toBe(true);
    expect(await queue.find(queued.id)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    expect(await queue.cancel(running.id)).toBe(true);
    await waitUntil('nothing is under way', () => queue.current() === null);
    expect(await queue.cancel(running.id)).toBe(false);
    expect(await queue.cancel('nobody')).toBe(false);
  });

  it('ends a flood whose process writes what is no event as failed, stops it, and goes on with the next', async () => {
    const { queue, floods } = openQueue();
    const [first, second] = [await queue.submit(plan), await queue.submit(plan)];
    floods[0]?.say(started);
    floods[0]?.breakOff();
    await waitUntil('the next flood runs', () => floods.length === 2);
    expect(floods[0]?.wasCancelled()).toBe(true);
    expect((await collect(await queue.follow(first.id, 0, forever))).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'interrupted' } });
    expect(await queue.find(first.id)).toMatchObject({ status: 'failed', failure: { code: 'interrupted' } });
    expect(queue.current()?.id).toBe(second.id);
    await queue.cancelAll();
  });

  it('begins none while it stops, not even one that is just being stored, and then takes none', async () => {
    const { queue, floods } = openQueue();
    const submitting = queue.submit(plan);
    const stopping = queue.cancelAll();
    const { id } = await submitting;
    await stopping;
    expect(floods).toEqual([]);
    expect(await queue.find(id)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    expect(queue.current()).toBeNull();
    const before = (await queue.list(1_000)).length;
    await expect(queue.submit(plan)).rejects.toMatchObject({ code: 'service_missing' });
    expect(await queue.list(1_000)).toHaveLength(before);
  });

  it('announces every change of state', async () => {
    const { queue, floods } = openQueue();
    const heard: RunSummary['status'][] = [];
    const stop = queue.onChange((run) => heard.push(run.status));
    await queue.submit(plan);
    floods[0]?.say(started);
    floods[0]?.say(failed);
    await waitUntil('the end was announced', () => heard.includes('failed'));
    stop();
    expect(heard).toEqual(['queued', 'running', 'failed']);
  });

  it('finds the runs of an earlier process, and replays them from what is stored', async () => {
    const { queue, floods } = openQueue();
    const { id } = await queue.submit(plan);
    floods[0]?.say(failed);
    await waitUntil('its end is stored', async () => (await queue.find(id))?.status === 'failed');
    const { queue: afterRestart } = openQueue();
    expect((await afterRestart.list(5)).some((run) => run.id === id)).toBe(true);
    const replayed = await collect(await afterRestart.follow(id, 0, forever));
    expect(replayed.map(({ kind }) => kind)).toEqual(['started', 'failed']);
    expect(await collect(await afterRestart.follow(id, 50, forever))).toEqual(replayed);
    expect(await afterRestart.follow('nobody', 0, forever)).toBeNull();
  });

  it('follows a run that another process carries until that one has ended it', async () => {
    const { queue } = openQueue();
    await recordRun(database.db, 'elsewhere', plan, 'running');
    const watching = collect(await queue.follow('elsewhere', 0, forever));
    await recordFailure(database.db, 'elsewhere', { code: 'cancelled', message: 'over there' });
    expect((await watching).map(({ kind }) => kind)).toEqual(['started', 'failed']);
  });
});
