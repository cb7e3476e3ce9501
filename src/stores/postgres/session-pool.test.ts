import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openDatabase, type OpenDatabase } from './database';
import { isConnectionLoss, isRetryable, isUnreachable, SessionLost, sqlState } from './errors';
import { SessionPool } from './session-pool';
import type { Session } from './session';
import { statement } from '@/testing/statement';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let pool: SessionPool;

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  pool = new SessionPool({ databaseUrl: home.url, size: 2, applicationName: 'pool test' });
  await database.client`create table marks (note text)`;
});
beforeEach(() => database.client`truncate marks`);
afterAll(async () => {
  await pool.end();
  await database.close();
  await home.drop();
});

const marks = async (): Promise<string[]> => (await database.client<{ note: string }[]>`select note from marks order by note`).map(({ note }) => note);

/** Ends a session at the server, as an administrator would, and waits until this side has noticed. */
async function terminate(session: Session): Promise<void> {
  const [row] = await session.sql<{ pid: number }>`select pg_backend_pid() as pid`;
  await database.client`select pg_terminate_backend(${row?.pid ?? 0})`;
  await waitUntil('the session is known to be lost', () => session.isLost);
}

describe('a session', () => {
  it('leaves no connection behind at the server when it is lost during a statement', async () => {
    const few = new SessionPool({ databaseUrl: home.url, size: 1, applicationName: 'few' });
    for (let loss = 0; loss < 5; loss++) {
      const work = few.use(async ({ sql }) => {
        await sql`begin`;
        await database.client`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'few'`;
        await sql`insert into marks values ('lost')`;
      });
      await expect(work).rejects.toThrow();
    }
    await few.end();
    await waitUntil('none is left', async () => {
      const [row] = await database.client`select count(*)::int as left from pg_stat_activity where datname = current_database() and application_name = 'few'`;
      return row?.left === 0;
    });
    expect(await marks()).toEqual([]);
  });

  it('refuses to continue on another connection than the one its transaction began on', async () => {
    await expect(
      pool.use(async (session) => {
        await session.sql`begin`;
        await session.sql`insert into marks values ('before')`;
        await terminate(session);
        await session.sql`insert into marks values ('after')`;
      }),
    ).rejects.toThrow(SessionLost);
    expect(await marks()).toEqual([]);
  });

  it('knows that a lost commit leaves the outcome in doubt, and that a lost read does not', async () => {
    await pool.use(async (session) => {
      await session.send(statement('begin')`begin`);
      await session.send(statement('insert')`insert into marks values ('x')`);
      expect(session.inDoubt).toBe(false);
      await session.send(statement('commit')`commit`);
      expect(session.inDoubt).toBe(true);
    });
    await pool.use(async (session) => {
      await session.read`select 1`;
      expect(session.inDoubt).toBe(false);
      await session.sql`insert into marks values ('y')`;
      expect(session.inDoubt).toBe(true);
    });
  });

  it('is rolled back when its work fails in the middle', async () => {
    const failure = new Error('the work failed');
    await expect(
      pool.use(async (session) => {
        await session.sql`begin`;
        await session.sql`insert into marks values ('half')`;
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await marks()).toEqual([]);
    // The connection can be used again.
    await pool.use((session) => session.sql`insert into marks values ('whole')`);
    expect(await marks()).toEqual(['whole']);
  });

  it('batches statements only once each was prepared on its connection', async () => {
    const batch = [statement('read')`select 1`, statement('read')`select ${'two'}::text as two`];
    await pool.use(async (session) => {
      expect(session.mayPipeline(batch)).toBe(false);
      for (const each of batch) await session.send(each);
      session.markPrepared(batch);
      expect(session.mayPipeline(batch)).toBe(true);
      await Promise.all(batch.map((each) => session.send(each)));
      await terminate(session);
    });
  });
});

describe('the pool', () => {
  it('serves buyers in the order in which they asked, and counts those that wait', async () => {
    const loans = [await pool.acquire(), await pool.acquire()];
    const served: string[] = [];
    const waiting = ['first', 'second'].map(async (name) => {
      const loan = await pool.acquire();
      served.push(name);
      await loan.giveBack(false);
    });
    await waitUntil('both wait', () => pool.waiting === 2);
    await loans[0]?.giveBack(false);
    await Promise.all(waiting);
    expect(served).toEqual(['first', 'second']);
    await loans[1]?.giveBack(false);
  });

  it('closes connections that are not used, and opens them again when they are', async () => {
    const resting = new SessionPool({ databaseUrl: home.url, size: 3, idleMs: 20, applicationName: 'resting' });
    const open = async (): Promise<number> => (await database.client<{ open: number }[]>`select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name = 'resting'`)[0]?.open ?? -1;
    for (let round = 0; round < 3; round++) {
      let inside = 0;
      // What is lent stays open, however long it is not used.
      const allOpen = waitUntil('all three are open', async () => inside === 3 && (await open()) === 3);
      const all = Array.from({ length: 3 }, () =>
        resting.use(async ({ sql }) => {
          await sql`insert into marks values ('kept')`;
          inside += 1;
          await allOpen;
          await sql`insert into marks values ('kept')`;
        }),
      );
      await Promise.all(all);
      await waitUntil('none is open', async () => (await open()) === 0);
    }
    expect(await marks()).toHaveLength(18);
    expect(resting.losses).toBe(0);
    await resting.end();
  });

  it('replaces a connection that was lost', async () => {
    await pool.use(terminate);
    await pool.use((session) => session.sql`insert into marks values ('again')`);
    expect(await marks()).toEqual(['again']);
  });
});

describe('errors of the driver', () => {
  it('are classified by what they mean for the purchase', async () => {
    const closed = new SessionPool({ databaseUrl: 'postgres://127.0.0.1:1/none', size: 1, applicationName: 'nobody' });
    const refused = await closed.use((session) => session.sql`select 1`).catch((error: unknown) => error);
    await closed.end();
    expect(isUnreachable(refused)).toBe(true);
    expect(isConnectionLoss(refused)).toBe(false);

    const broken = await pool.use((session) => session.sql`select 1 / 0`).catch((error: unknown) => error);
    expect(sqlState(broken)).toBe('22012');
    expect(isUnreachable(broken) || isConnectionLoss(broken) || isRetryable(broken)).toBe(false);

    const killed = await pool.use((session) => session.sql`select pg_terminate_backend(pg_backend_pid())`).catch((error: unknown) => error);
    expect(isConnectionLoss(killed)).toBe(true);
    expect(sqlState(new Error('outer', { cause: broken }))).toBe('22012');
    expect(isRetryable(Object.assign(new Error('try again'), { code: '40001' }))).toBe(true);
  });
});
