import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openDatabase, type OpenDatabase } from './database';
import { takeFloodSlot, type FloodSlot } from './flood-slot';

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

const never = new AbortController().signal;
const take = (signal = never, onBusy: () => void = () => undefined): Promise<FloodSlot> => takeFloodSlot(home.url, signal, onBusy);

/** As a restart does: the lock goes with the connection. */
async function loseConnections(): Promise<void> {
  await database.client`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'stampede flood slot'`;
  await waitUntil('it is free', async () => (await database.client`select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`).length === 0);
}

describe('the right to flood', () => {
  it('is taken again after Postgres was restarted, and others wait as before', async () => {
    const slot = await take();
    await loseConnections();
    expect(await slot.retake()).toBe(true);
    const giveUp = new AbortController();
    let busy = false;
    const second = take(giveUp.signal, () => (busy = true));
    await waitUntil('the second finds it taken', () => busy);
    giveUp.abort();
    await expect(second).rejects.toThrow();
    await slot.release();
  });

  it('cannot be taken again when another process was faster', async () => {
    const slot = await take();
    await loseConnections();
    const other = await take();
    expect(await slot.retake()).toBe(false);
    await Promise.all([slot.release(), other.release()]);
  });
});
