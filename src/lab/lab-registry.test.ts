import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { ImpossibleMove } from './interleaving';
import { labSetup, movesOf } from '@/testing/test-environment';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { LabRegistry, LAB_IDLE_MS, type LabRegistryOptions } from './lab-registry';

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

const openRegistry = (over: Partial<LabRegistryOptions> = {}): LabRegistry =>
  new LabRegistry({ stores: { databaseUrl: database.url, redisUrls: inject('redisUrls') }, missingService: () => null, idleMs: LAB_IDLE_MS, limit: 3, ...over });

async function sessions(): Promise<number> {
  const [row] = await watch<{ sessions: number }[]>`select count(*)::int as sessions from pg_stat_activity where datname = current_database() and application_name like 'stampede_lab_%'`;
  return row?.sessions ?? -1;
}

describe('a lab of the registry', () => {
  it('is played move by move, with everything beside it that a learner has to see', async () => {
    const registry = openRegistry();
    const { id, buyers } = await registry.start(labSetup({ strategy: 'for-update' }), []);
    expect(buyers.map(({ name, status, next }) => [name, status, next])).toEqual([['A', 'ready', 'begin'], ['B', 'ready', 'begin']]);
    expect(buyers[0]?.planned.map(({ name }) => name)).toEqual(['begin', 'read stock and lock the row', 'write stock', 'insert order', 'commit']);
    for (const move of ['A', 'A', 'B', 'B', 'A'] as const) await registry.move(id, move);
    const lab = await registry.find(id);
    expect(lab?.schedule).toBe('A.A.B.B.A');
    expect(lab?.buyers[0]?.steps.at(-1)).toMatchObject({ name: 'write stock', sql: ['update inventory set stock = 0 where product_id = 1 returning stock'], observed: { stock: 0 } });
    expect(lab?.buyers[1]).toMatchObject({ status: 'waiting', next: null });
    // No other buyer sees yet what A has written.
    expect(lab?.committed).toMatchObject({ stock: 1, orders: [] });
    expect(lab?.locks).toEqual(expect.arrayContaining([{ buyer: 'A', held: true, what: 'the stock row, written, not committed' }]));
    expect(lab?.locks.some(({ buyer, held }) => buyer === 'B' && !held)).toBe(true);
    await registry.closeAll();
  });

  it('goes back by playing the beginning again, and forward without', async () => {
    const registry = openRegistry();
    const { id } = await registry.start(labSetup({}), movesOf('A.B.A.A.B.B'));
    expect((await registry.find(id))?.verdict).toMatchObject({ verdict: 'violated', unitsSold: 2 });
    const back = await registry.goTo(id, movesOf('A.B.A'));
    expect([back?.schedule, back?.verdict, back?.committed.orders.length, back?.committed.stock]).toEqual(['A.B.A', null, 1, 1]);
    expect((await registry.goTo(id, movesOf('A.B.A.B.B.A')))?.verdict?.verdict).toBe('violated');
    await registry.closeAll();
  });

  it('stops where a schedule cannot be followed, and says why', async () => {
    const registry = openRegistry();
    const lab = await registry.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B.B'));
    expect(lab.schedule).toBe('A.A.B.B');
    expect(lab.problem).toContain('Move 5 of the schedule cannot be made: Buyer B is waiting for A');
    await expect(registry.move(lab.id, 'B')).rejects.toThrow(ImpossibleMove);
    expect((await registry.move(lab.id, 'A'))?.problem).toBeNull();
    await registry.closeAll();
  });

  it('shows locks and keys of Redis, and what they would have ended by', async () => {
    const registry = openRegistry();
    const lab = await registry.start(labSetup({ strategy: 'redlock' }), movesOf('A.A'));
    expect(lab.keys).toMatchObject([{ key: 'stampede:lease:1', servers: 5, outOf: 5, expiresMs: 5_000 }]);
    expect((await registry.move(lab.id, 'T'))?.keys).toEqual([]);
    await registry.closeAll();
  });

  it('reports a deadlock while Postgres has not ended it yet', async () => {
    const registry = openRegistry();
    const { id } = await registry.start(labSetup({ strategy: 'for-update:cart-any-order', stock: 3 }), movesOf('A.A.B.B.A'));
    const closing = registry.move(id, 'B');
    await waitUntil('the ring is seen', async () => ((await registry.find(id))?.deadlock.length ?? 0) === 2);
    expect((await closing)?.deadlock).toEqual([]);
    await registry.closeAll();
  });

  it('frees its sessions when it is closed, also in the middle of a wait', async () => {
    const registry = openRegistry();
    const { id } = await registry.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B'));
    expect(await sessions()).toBe(3);
    expect(await registry.close(id)).toBe(true);
    expect([await registry.find(id), await registry.move(id, 'A'), await registry.close(id)]).toEqual([null, null, false]);
    await waitUntil('the server has noticed', async () => (await sessions()) === 0);
  });

  it('is closed when no move is made for a while, also while a buyer waits for another', async () => {
    const registry = openRegistry({ idleMs: 50 });
    const { id } = await registry.start(labSetup({ strategy: 'for-update' }), movesOf('A.A.B.B'));
    await waitUntil('it is gone', async () => (await registry.find(id)) === null);
    await waitUntil('its sessions are', async () => (await sessions()) === 0);
  });

  it('is refused when there are as many as there may be, and when a store is missing', async () => {
    const registry = openRegistry({ limit: 1 });
    await registry.start(labSetup({}), []);
    await expect(registry.start(labSetup({}), [])).rejects.toThrow('1 lab is open');
    await registry.closeAll();
    const poor = openRegistry({ missingService: () => 'Redis is not here.' });
    await expect(poor.start(labSetup({ strategy: 'redlock' }), [])).rejects.toThrow('Redis is not here.');
    expect(poor.open).toBe(0);
  });
});
