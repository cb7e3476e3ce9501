import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { RunEvent, RunSummary } from '@/domain/run-event';
import { waitUntil } from '@/domain/wait-until';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { recordFailure, recordRun } from '@/stores/postgres/runs';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { DeskError } from './run-desk';
import { QueueingRunDesk } from './queueing-run-desk';
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

/** A flood that says what the test tells it to. */
function scriptedFlood(runId: string) {
  const said: RunEvent[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const say = (body: Partial<RunEvent>): void => {
    said.push({ runId, seq: said.length + 1, atMs: 0, ...body } as RunEvent);
    ended ||= body.kind === 'failed' || body.kind === 'finished';
    wake();
  };
  async function* events(): AsyncGenerator<RunEvent> {
    for (let next = 0; ; ) {
      for (let event = said[next]; event; event = said[++next]) yield event;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const flood: RunningFlood = { pid: undefined, events: events(), cancel: () => say({ kind: 'failed', failure: { code: 'cancelled', message: 'cancelled' } }) };
  return { runId, flood, say };
}

function openDesk(queueLimit = 5) {
  const floods: ReturnType<typeof scriptedFlood>[] = [];
  const desk = new QueueingRunDesk({
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
  return { desk, floods };
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

describe('the desk', () => {
  it('runs one flood at a time, in the order in which they were asked for', async () => {
    const { desk, floods } = openDesk();
    const runs = [await desk.submit(plan), await desk.submit(plan), await desk.submit(plan)];
    expect(floods.map(({ runId }) => runId)).toEqual([runs[0]?.id]);
    expect(desk.current()?.id).toBe(runs[0]?.id);
    floods[0]?.say(started);
    floods[0]?.say(failed);
    await waitUntil('the second flood runs', () => floods.length === 2);
    expect(floods[1]?.runId).toBe(runs[1]?.id);
    expect((await collect(await desk.follow(runs[2]?.id ?? '', 0, forever), 1))[0]).toMatchObject({ kind: 'queued', ahead: 2 });
    for (const flood of [1, 2]) {
      await waitUntil('the next flood runs', () => floods.length > flood);
      floods[flood]?.say(failed);
    }
    await waitUntil('nothing is under way', () => desk.current() === null);
  });

  it('refuses what the queue has no room for, and stores nothing of it', async () => {
    const { desk, floods } = openDesk(1);
    await desk.submit(plan);
    await desk.submit(plan);
    const before = (await desk.list(1_000)).length;
    await expect(desk.submit(plan)).rejects.toMatchObject({ code: 'queue_full' });
    await expect(desk.submit({ ...plan, strategies: ['redlock'] })).rejects.toThrow(DeskError);
    expect(await desk.list(1_000)).toHaveLength(before);
    floods[0]?.say(failed);
    await waitUntil('the queue moved on', () => floods.length === 2);
    floods[1]?.say(failed);
    await waitUntil('nothing is under way', () => desk.current() === null);
  });

  it('tells a late watcher everything, and one who was cut off the rest', async () => {
    const { desk, floods } = openDesk();
    const { id } = await desk.submit(plan);
    floods[0]?.say(started);
    await waitUntil('the start was told', () => desk.current()?.status === 'running');
    const whole = collect(await desk.follow(id, 0, forever));
    const rest = collect(await desk.follow(id, 1, forever));
    floods[0]?.say({ kind: 'lane-judging', lane: { strategy: 'naive', repeat: 1 } });
    floods[0]?.say(failed);
    expect((await whole).map(({ seq, kind }) => [seq, kind])).toEqual([[1, 'started'], [2, 'lane-judging'], [3, 'failed']]);
    expect((await rest).map(({ seq }) => seq)).toEqual([2, 3]);
    // The last event is never withheld, and a number from another counting starts over.
    expect((await collect(await desk.follow(id, 3, forever))).map(({ seq }) => seq)).toEqual([3]);
    expect((await collect(await desk.follow(id, 999_999, forever))).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('lets go of a watcher who leaves', async () => {
    const { desk, floods } = openDesk();
    const { id } = await desk.submit(plan);
    const leave = new AbortController();
    const watching = collect(await desk.follow(id, 0, leave.signal));
    leave.abort();
    expect(await watching).toEqual([]);
    floods[0]?.say(failed);
    await waitUntil('nothing is under way', () => desk.current() === null);
  });

  it('cancels a queued flood at once and a running one in order', async () => {
    const { desk } = openDesk();
    const [running, queued] = [await desk.submit(plan), await desk.submit(plan)];
    expect(await desk.cancel(queued.id)).toBe(true);
    expect(await desk.find(queued.id)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    expect(await desk.cancel(running.id)).toBe(true);
    await waitUntil('nothing is under way', () => desk.current() === null);
    expect(await desk.cancel(running.id)).toBe(false);
    expect(await desk.cancel('nobody')).toBe(false);
  });

  it('announces every change of state', async () => {
    const { desk, floods } = openDesk();
    const heard: RunSummary['status'][] = [];
    const stop = desk.onChange((run) => heard.push(run.status));
    await desk.submit(plan);
    floods[0]?.say(started);
    floods[0]?.say(failed);
    await waitUntil('the end was announced', () => heard.includes('failed'));
    stop();
    expect(heard).toEqual(['queued', 'running', 'failed']);
  });

  it('finds the runs of an earlier process, and tells them from what is stored', async () => {
    const { desk, floods } = openDesk();
    const { id } = await desk.submit(plan);
    floods[0]?.say(failed);
    await waitUntil('its end is stored', async () => (await desk.find(id))?.status === 'failed');
    const { desk: afterRestart } = openDesk();
    expect((await afterRestart.list(5)).some((run) => run.id === id)).toBe(true);
    const told = await collect(await afterRestart.follow(id, 0, forever));
    expect(told.map(({ kind }) => kind)).toEqual(['started', 'failed']);
    expect(await collect(await afterRestart.follow(id, 50, forever))).toEqual(told);
    expect(await afterRestart.follow('nobody', 0, forever)).toBeNull();
  });

  it('follows a run that another process carries until that one has ended it', async () => {
    const { desk } = openDesk();
    await recordRun(database.db, 'elsewhere', plan, 'running');
    const watching = collect(await desk.follow('elsewhere', 0, forever));
    await recordFailure(database.db, 'elsewhere', { code: 'cancelled', message: 'over there' });
    expect((await watching).map(({ kind }) => kind)).toEqual(['started', 'failed']);
  });
});
