import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DEFAULT_LAB } from '@/domain/lab';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { until } from '@/testing/until';
import { LabDesk, type LabDeskOptions } from './lab-desk';

let database: ThrowAwayDatabase;
beforeAll(async () => {
  database = await throwAwayDatabase();
});
// Fails if a lab has left a connection behind.
afterAll(() => database.drop());

const deskWith = (options: Partial<LabDeskOptions> = {}) =>
  new LabDesk({ stores: { databaseUrl: database.url, redisUrls: inject('redisUrls') }, missingService: () => null, idleMs: 60_000, limit: 10, ...options });

describe('the desk of the labs', () => {
  test('has so many open and no more, until one is closed', async () => {
    const desk = deskWith({ limit: 2 });
    const [one] = await Promise.all([desk.start(DEFAULT_LAB, []), desk.start(DEFAULT_LAB, [])]);
    await expect(desk.start(DEFAULT_LAB, [])).rejects.toMatchObject({ code: 'too_many_labs' });
    expect(desk.open).toBe(2);
    expect(await desk.close(one.id)).toBe(true);
    expect((await desk.start(DEFAULT_LAB, [])).schedule).toBe('');
    await desk.closeAll();
    expect(desk.open).toBe(0);
  });

  test('rolls back and closes a lab that was left alone, also one with a buyer that waits', async () => {
    const desk = deskWith({ idleMs: 50 });
    const { id, buyers } = await desk.start({ ...DEFAULT_LAB, strategy: 'for-update' }, ['A', 'B', 'A', 'B']);
    await until('the lab is closed', async () => (await desk.find(id)) === null);
    expect(await desk.move(id, 'A')).toBeNull();
    const watcher = postgres(database.url, { max: 1, onnotice: () => undefined });
    const pids = `{${buyers.map(({ sessionPid }) => sessionPid).join(',')}}`;
    await until('its sessions are gone', async () => (await watcher`select pid from pg_stat_activity where pid = any(${pids}::int[])`).length === 0);
    await watcher.end();
  });

  test('keeps a lab open for as long as somebody moves in it', async () => {
    const desk = deskWith({ idleMs: 1_000 });
    const { id, expiresAt } = await desk.start(DEFAULT_LAB, []);
    const moved = await desk.move(id, 'A');
    expect(Date.parse(moved?.expiresAt ?? '')).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    // Looking is no moving.
    expect((await desk.find(id))?.expiresAt).toBe(moved?.expiresAt);
    await desk.closeAll();
  });

  test('opens nothing when a store is missing', async () => {
    const desk = deskWith({ missingService: () => 'Redis is not running here.' });
    await expect(desk.start({ ...DEFAULT_LAB, strategy: 'redlock' }, [])).rejects.toMatchObject({ code: 'service_missing', message: 'Redis is not running here.' });
    expect(desk.open).toBe(0);
  });
});
