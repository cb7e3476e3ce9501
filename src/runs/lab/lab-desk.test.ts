import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { ImpossibleMove } from '@/lab/interleaving';
import { labSetup, movesOf } from '@/testing/test-ground';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { LabDesk, LAB_IDLE_MS, type LabDeskOptions } from './lab-desk';

let database: ThrowAwayDatabase;
let watch: postgres.Sql;
beforeAll(async () => {
  database = await throwAwayDatabase();
  watch = postgres(database.url, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await watch.end();
  await database.drop();
});

const openDesk = (over: Partial<LabDeskOptions> = {}): LabDesk =>
  new LabDesk({ stores: { databaseUrl: database.url, redisUrls: inject('redisUrls') }, missingService: () => null, idleMs: LAB_IDLE_MS, limit: 3, ...over });

async function sessions(): Promise<number> {
  const [row] = await watch<{ sessions: number }[]>`select count(*)::int as sessions from pg_stat_activity where datname = current_database() and application_name like 'stampede_lab_%'`;
  return row?.sessions ?? -1;
}

describe('a lab at the desk', () => {
  it('is played move by move, with everything beside it that a learner has to see', async () => {
    const desk = openDesk();
    const { id, buyers } = await desk.start(labSetup({ strategy: 'for-update' }), []);
    expect(buyers.map(({ name, status, next }) => [name, status, next])).toEqual([['A', 'ready', 'begin'], ['B', 'ready', 'begin']]);
    expect(buyers[0]?.planned.map(({ name }) => name)).toEqual(['begin', 'read stock and lock the row', 'write stock', 'insert order', 'commit']);
    for (const move of ['A', 'A', 'B', 'B', 'A'] as const) await desk.move(id, move);
    const lab = await desk.find(id);
    expect(lab?.schedule).toBe('A.A.B.B.A');
    expect(lab?.buyers[0]?.steps.at(-1)).toMatchObject({ name: 'write stock', sql: ['update inventory set stock = 0 where product_id = 1 returning stock'], observed: { stock: 0 } });
    expect(lab?.buyers[1]).toMatchObject({ status: 'waiting', next: null });
    // What A has written nobody else sees yet.
    expect(lab?.committed).toMatchObject({ stock: 1, orders: [] });
    expect(lab?.locks).toEqual(expect.arrayContaining([{ buyer: 'A', held: true, what: 'the stock row, written, not committed' }]));
    expect(lab?.locks.some(({ buyer, held }) => buyer === 'B' && !held)).toBe(true);
    await desk.closeAll();
  });

  it('goes back by playing the beginning again, and forward without', async () => {
    const desk = openDesk();
    const { id } = await desk.start(labSetup({}), movesOf('A.B.A.A.B.B'));
    expect((await desk.find(id))?.verdict).toMatchObject({ verdict: 'violated', unitsSold: 2 });
    const back = await desk.goTo(id, movesOf('A.B.A'));
    expect([back?.schedule, back?.verdict, back?.committed.orders.length, back?.committed.stock]).toEqual(['A.B.A', null, 1, 1]);
    expect((await desk.goTo(id, movesOf('A.B.A.B.B.A')))?.verdict?.verdict).toBe('violated');
    await desk.closeAll();
  });

  it('stops where a schedule cannot be followed, and says why', async () => {
    const desk = openDesk();
    const lab = await desk.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B.B'));
    expect(lab.schedule).toBe('A.A.B.B');
    expect(lab.complaint).toContain('Move 5 of the schedule cannot be made: Buyer B is waiting for A');
    await expect(desk.move(lab.id, 'B')).rejects.toThrow(ImpossibleMove);
    expect((await desk.move(lab.id, 'A'))?.complaint).toBeNull();
    await desk.closeAll();
  });

  it('shows locks and keys of Redis, and what they would have ended by', async () => {
    const desk = openDesk();
    const lab = await desk.start(labSetup({ strategy: 'redlock' }), movesOf('A.A'));
    expect(lab.keys).toMatchObject([{ key: 'stampede:lease:1', servers: 5, outOf: 5, expiresMs: 5_000 }]);
    expect((await desk.move(lab.id, 'T'))?.keys).toEqual([]);
    await desk.closeAll();
  });

  it('tells of a deadlock while Postgres has not ended it yet', async () => {
    const desk = openDesk();
    const { id } = await desk.start(labSetup({ strategy: 'for-update:cart-any-order', stock: 3 }), movesOf('A.A.B.B.A'));
    const closing = desk.move(id, 'B');
    await waitUntil('the ring is seen', async () => ((await desk.find(id))?.deadlock.length ?? 0) === 2);
    expect((await closing)?.deadlock).toEqual([]);
    await desk.closeAll();
  });

  it('frees its sessions when it is closed, also in the middle of a wait', async () => {
    const desk = openDesk();
    const { id } = await desk.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B'));
    expect(await sessions()).toBe(3);
    expect(await desk.close(id)).toBe(true);
    expect([await desk.find(id), await desk.move(id, 'A'), await desk.close(id)]).toEqual([null, null, false]);
    await waitUntil('the server has noticed', async () => (await sessions()) === 0);
  });

  it('is closed when nobody moves in it any more, also while a buyer waits for another', async () => {
    const desk = openDesk({ idleMs: 50 });
    const { id } = await desk.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B'));
    await waitUntil('it is gone', async () => (await desk.find(id)) === null);
    await waitUntil('its sessions are', async () => (await sessions()) === 0);
  });

  it('is refused when there are as many as there may be, and when a store is missing', async () => {
    const desk = openDesk({ limit: 1 });
    await desk.start(labSetup({}), []);
    await expect(desk.start(labSetup({}), [])).rejects.toThrow('1 lab is open');
    await desk.closeAll();
    const poor = openDesk({ missingService: () => 'Redis is not here.' });
    await expect(poor.start(labSetup({ strategy: 'redlock' }), [])).rejects.toThrow('Redis is not here.');
    expect(poor.open).toBe(0);
  });
});
