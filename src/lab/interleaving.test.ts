import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labSetup, played, testEnvironment } from '@/testing/test-environment';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { ImpossibleMove, Interleaving } from './interleaving';

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

const statuses = ({ buyers }: Interleaving): string[] => buyers.map(({ status }) => status);

describe('a lab', () => {
  it('moves only the buyer that it was asked to move', async () => {
    await played(database.url, {}, 'A', async (lab) => {
      expect(statuses(lab)).toEqual(['ready', 'ready']);
      expect(lab.buyers.map(({ steps }) => steps.length)).toEqual([1, 0]);
      expect(lab.possible()).toEqual(['A', 'B']);
    });
  });

  it('learns from the server who waits for whom, and that the wait is over', async () => {
    await played(database.url, { strategy: 'for-update' }, 'A.A.B.B', async (lab) => {
      expect(lab.buyers[1]?.current).toMatchObject({ name: 'read stock and lock the row', status: 'waiting', wait: { kind: 'lock', blockers: ['A'] } });
      expect(lab.possible()).toEqual(['A']);
      await lab.move('A');
      await lab.move('A');
      const { events } = await lab.move('A');
      expect(events.map(({ kind }) => kind)).toEqual(['step', 'ended', 'goes-on']);
      expect(lab.buyers[1]?.current).toMatchObject({ status: 'done', observed: { stock: 0 } });
      expect(lab.possible()).toEqual(['B']);
    });
  });

  it('serves those who queue for a row in the order in which they came', async () => {
    // Nobody writes: behind a write, Postgres lets those who waited race for the new version of the row.
    await played(database.url, { strategy: 'for-update', buyers: 3, stock: 0 }, 'A.A.C.C.B.B.A', async (lab) => {
      expect(lab.buyers[2]?.current?.status).toBe('done');
      expect(lab.buyers[1]?.current?.wait).toEqual({ kind: 'lock', blockers: ['C'] });
    });
  });

  it('lets a buyer that found a lock of the application taken ask again after another buyer moved', async () => {
    await played(database.url, { strategy: 'redlock' }, 'A.A.B.B', async (lab) => {
      expect(lab.buyers[1]?.current).toMatchObject({ name: 'take the lease', status: 'waiting', wait: { kind: 'application' } });
      expect(statuses(lab)).toEqual(['ready', 'asking']);
      for (let index = 0; index < 3; index++) await lab.move('A');
      expect(lab.buyers[0]?.outcome?.kind).toBe('confirmed');
      expect(lab.buyers[1]?.current).toMatchObject({ name: 'take the lease', status: 'done' });
    });
  });

  it('holds a lock of ten milliseconds until a move lets time pass', async () => {
    await played(database.url, { strategy: 'setnx-no-token' }, 'A.A.B.B', async (lab, environment) => {
      expect([...(environment.redis?.expiries.values() ?? [])]).toContain(10);
      const [key] = (await environment.redis?.present()) ?? [];
      expect(Number(await environment.redis?.counter?.pttl(key ?? ''))).toBeGreaterThan(60_000);
      expect(lab.possible()).toEqual(['A', 'T']);
      expect((await lab.move('T')).events.map(({ kind }) => kind)).toEqual(['time-passed', 'goes-on']);
      expect(lab.possible()).toEqual(['A', 'B', 'T']);
    });
  });

  it('gives each process a mutex of its own, and one process one', async () => {
    await played(database.url, { strategy: 'in-process-mutex', replicas: 2 }, 'A.B', async (lab) => expect(statuses(lab)).toEqual(['ready', 'ready']));
    await played(database.url, { strategy: 'in-process-mutex', replicas: 1 }, 'A.B', async (lab) => expect(statuses(lab)).toEqual(['ready', 'asking']));
  });

  it('lets Postgres end a deadlock, and reports it meanwhile', async () => {
    const rings: string[] = [];
    const setup = labSetup({ strategy: 'for-update:cart-any-order', stock: 3 });
    const environment = await testEnvironment(database.url, setup);
    const lab = await Interleaving.begin({ environment, setup, timed: false, onDeadlock: (buyers) => rings.push(buyers.join('')) });
    for (const move of ['A', 'A', 'B', 'B', 'A', 'B'] as const) await lab.move(move);
    expect(rings).toContain('AB');
    expect(lab.buyers[1]).toMatchObject({ status: 'ended', outcome: { kind: 'gave-up' } });
    expect(lab.buyers[1]?.current).toMatchObject({ status: 'failed', observed: { sqlstate: '40P01' } });
    expect(lab.buyers[0]?.current).toMatchObject({ status: 'done' });
    await lab.abandon();
    await environment.close();
  });

  it('refuses a move that cannot be made, and nothing has happened then', async () => {
    await played(database.url, { strategy: 'for-update' }, 'A.A.B.B', async (lab) => {
      await expect(lab.move('B')).rejects.toThrow('Buyer B is waiting for A and cannot move.');
      await expect(lab.move('C')).rejects.toThrow(ImpossibleMove);
      await expect(lab.move('T')).rejects.toThrow('Time can pass only');
      expect(lab.moves).toHaveLength(4);
    });
  });

  it('rolls back what is abandoned in the middle, also while a buyer waits, and leaves nothing behind', async () => {
    await played(database.url, { strategy: 'for-update' }, 'A.A.A.B.B', async () => undefined);
    const [left] = await watch<{ schemas: number; sessions: number }[]>`
      select (select count(*)::int from pg_namespace where nspname like 'stampede_lab_%') as schemas,
             (select count(*)::int from pg_stat_activity where application_name like 'stampede_lab_%' and datname = current_database()) as sessions
    `;
    expect(left).toEqual({ schemas: 0, sessions: 0 });
  });

  it('begins anew with the same ids', async () => {
    const setup = labSetup({ stock: 2 });
    const environment = await testEnvironment(database.url, setup);
    for (let round = 0; round < 2; round++) {
      const lab = await Interleaving.begin({ environment, setup, timed: false });
      while (!lab.over) await lab.move(lab.possible()[0] ?? 'A');
      expect(lab.buyers.map(({ outcome }) => outcome)).toMatchObject([{ orderId: 1, remaining: 1 }, { orderId: 2, remaining: 0 }]);
    }
    await environment.close();
  });
});
