import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabState } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import { apiClient, NO_RUN, refusal, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let api: ApiClient;
let watcher: postgres.Sql;
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
  watcher = postgres(web.databaseUrl, { max: 1, onnotice: () => undefined });
}, 600_000);
afterAll(async () => {
  await watcher.end();
});

async function opened(body: unknown): Promise<LabState> {
  const response = await api.post('/api/labs', body);
  expect(response.status).toBe(201);
  const lab = (await response.json()) as LabState;
  expect(response.headers.get('location')).toBe(`/api/labs/${lab.id}`);
  return lab;
}
const move = (id: string, buyer: string) => api.post(`/api/labs/${id}/moves`, { move: buyer });
const goTo = (id: string, schedule: unknown) => api.call(`/api/labs/${id}/schedule`, { method: 'PUT', body: JSON.stringify({ schedule }) });
const close = (id: string) => api.call(`/api/labs/${id}`, { method: 'DELETE' });
const stateIn = async (response: Response): Promise<LabState> => {
  expect(response.status).toBe(200);
  return (await response.json()) as LabState;
};
/** Those of the buyers that are still connected. */
const sessions = async (pids: readonly number[]): Promise<number> =>
  (await watcher<{ pid: number }[]>`select pid from pg_stat_activity where pid = any(${`{${pids.join(',')}}`}::int[])`).length;

describe('a lab', () => {
  test('is opened with real sessions, moved, read, and closed for good', async () => {
    const lab = await opened({ strategy: 'for-update' });
    const pids = lab.buyers.map(({ sessionPid }) => sessionPid);
    expect(lab).toMatchObject({ setup: { strategy: 'for-update', buyers: 2, stock: 1, quantity: 1, replicas: 2 }, schedule: '', possible: ['A', 'B'], verdict: null });
    expect(await sessions(pids)).toBe(2);

    const moved = await stateIn(await move(lab.id, 'A'));
    expect(moved).toMatchObject({ schedule: 'A', moves: [{ move: 'A', step: 'begin' }] });
    expect(await stateIn(await api.call(`/api/labs/${lab.id}`))).toEqual(moved);

    expect((await close(lab.id)).status).toBe(204);
    expect(await sessions(pids)).toBe(0);
    for (const gone of [await close(lab.id), await move(lab.id, 'A'), await goTo(lab.id, 'A'), await api.call(`/api/labs/${lab.id}`)]) {
      expect(await refusal(gone)).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('refuses an impossible move, and then nothing has happened', async () => {
    const { id } = await opened({ strategy: 'for-update', schedule: 'A.B.A.B' });
    expect(await refusal(await move(id, 'B'))).toMatchObject({ status: 409, code: 'impossible_move', message: expect.stringContaining('waiting for A') as unknown });
    expect(await refusal(await move(id, 'T'))).toMatchObject({ status: 409, code: 'impossible_move' });
    expect(await stateIn(await api.call(`/api/labs/${id}`))).toMatchObject({ schedule: 'A.B.A.B', buyers: [{ status: 'ready' }, { status: 'waiting', steps: [{}, { wait: { kind: 'lock', blockers: ['A'] } }] }] });
    await close(id);
  });

  test('goes forward and back to the end of a schedule, and stops where it cannot be followed', async () => {
    const { id } = await opened({ strategy: 'naive', schedule: 'a.b.a.a.b.b' });
    expect(await stateIn(await api.call(`/api/labs/${id}`))).toMatchObject({ schedule: 'A.B.A.A.B.B', verdict: { verdict: 'violated', unitsSold: 2 } });
    expect(await stateIn(await goTo(id, 'A.B'))).toMatchObject({ schedule: 'A.B', verdict: null, committed: { stock: 1, orders: [] } });
    expect(await stateIn(await goTo(id, 'A.B.B.B.B'))).toMatchObject({ schedule: 'A.B.B.B', problem: expect.stringContaining('Move 5 of the schedule cannot be made') as unknown });
    await close(id);
  });

  test('is refused for bad input: all faults are named at once, and nothing is opened', async () => {
    const faults = async (body: unknown) => {
      const { status, code, details } = await refusal(await api.post('/api/labs', body));
      expect([status, code]).toEqual([400, 'invalid']);
      return details?.map(({ name }) => name);
    };
    expect(await faults({ strategy: 'nope', buyers: 9, stock: -1, quantity: 0.5, replicas: '2', color: 'red' })).toEqual(['strategy', 'buyers', 'stock', 'quantity', 'replicas', 'color']);
    expect(await faults({ strategy: 'naive', schedule: 'A.X' })).toEqual(['schedule']);
    expect(await faults({ strategy: 'naive', schedule: 'A.C' })).toEqual(['schedule']);
    expect(await faults({ strategy: 'naive', schedule: Array.from({ length: 501 }, () => 'A').join('.') })).toEqual(['schedule']);
    const { id } = await opened({ strategy: 'naive' });
    expect(await refusal(await move(id, 'E'))).toMatchObject({ status: 400, details: [{ name: 'move' }] });
    expect(await refusal(await goTo(id, 7))).toMatchObject({ status: 400, details: [{ name: 'schedule' }] });
    expect(await refusal(await goTo(id, 'A.D'))).toMatchObject({ status: 400, details: [{ name: 'schedule' }] });
    await close(id);
  });

  test('has an id, or is none', async () => {
    expect(await refusal(await move(NO_RUN, 'A'))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal(await api.call('/api/labs/nonsense'))).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('shows a deadlock while Postgres has not ended it yet', async () => {
    const { id } = await opened({ strategy: 'for-update:cart-any-order', schedule: 'A.A.B.B.A' });
    const ending = move(id, 'B');
    let seen: LabState['deadlock'] = [];
    for (let over = false; !over; ) {
      over = await Promise.race([ending.then(() => true), api.call(`/api/labs/${id}`).then(async (response) => {
        const { deadlock } = await stateIn(response);
        if (deadlock.length > 0) seen = deadlock;
        return seen.length > 0;
      })]);
    }
    expect(seen).toEqual(['A', 'B']);
    const after = await stateIn(await ending);
    expect(after.deadlock).toEqual([]);
    expect(JSON.stringify(after.moves.at(-1))).toContain('40P01');
    await close(id);
  });
});

test('lessons are listed with their questions', async () => {
  const lessons = (await (await api.call('/api/lessons')).json()) as Lesson[];
  expect(lessons[0]).toMatchObject({ name: 'the-lost-update', setup: { strategy: 'naive' } });
  for (const { predictions } of lessons) for (const { answers, right } of predictions) expect(answers).toContain(right);
});
