import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScratchSchema } from './scratch-schema';
import { makeScratchDatabase } from './scratch-database';
import { takeFloodSlot, whileNobodyFloods } from './flood-slot';
import { isPooled, PoolerInTheWay } from './pooler';
import { prepareDatabase } from './prepare-database';
import { openDatabase } from './database';
import { SHOP_PRODUCTS } from './seed';
import { SessionPool } from './session-pool';
import { startPgBouncer, type PgBouncer } from '@/testing/pgbouncer';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { statement } from '@/testing/statement';

let home: ThrowAwayDatabase;
let pooler: PgBouncer;
beforeAll(async () => {
  home = await throwAwayDatabase();
  pooler = await startPgBouncer(home.url, 3);
});
afterAll(async () => {
  await pooler.stop();
  await home.drop();
});

const never = new AbortController().signal;

/** With both addresses in the environment, as in a deployment. */
async function withDirectUrl<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env.DATABASE_URL;
  Object.assign(process.env, { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: home.url });
  try {
    return await work();
  } finally {
    delete process.env.DATABASE_DIRECT_URL;
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}

const PIECES: [string, () => Promise<unknown>][] = [
  ['the right to flood', async () => (await takeFloodSlot(pooler.url, never, () => undefined)).release()],
  ['work between floods', () => whileNobodyFloods(pooler.url, () => Promise.resolve())],
  ['a lab', async () => (await createScratchSchema(pooler.url)).drop()],
  ['an isolation spec', async () => (await makeScratchDatabase(pooler.url)).drop()],
];

describe('a transaction pooler', () => {
  it('is detected without configuration, and the server itself is not mistaken for one', async () => {
    expect(await isPooled(pooler.url)).toBe(true);
    expect(await isPooled(home.url)).toBe(false);
  });

  it.each(PIECES)('is refused, with the remedy, by what needs a session of its own: %s', async (_name, piece) => {
    const refused = await piece().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PoolerInTheWay);
    expect(String(refused)).toContain('DATABASE_DIRECT_URL');
  });

  it.each(PIECES)('is bypassed with DATABASE_DIRECT_URL: %s', async (_name, piece) => {
    await withDirectUrl(piece);
  });

  it('lets several processes migrate at once, and each finds the current schema', async () => {
    const database = openDatabase(pooler.url, 'test');
    await database.client.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public');
    await Promise.all(Array.from({ length: 4 }, () => prepareDatabase(pooler.url)));
    const [row] = await database.client`select count(*)::int as products from product`;
    expect(row).toEqual({ products: SHOP_PRODUCTS.length });
    await database.close();
  });

  it('may run each transaction in another session, and no statement relies on an earlier prepare', async () => {
    const pool = new SessionPool({ databaseUrl: pooler.url, size: 6, applicationName: 'pooled' });
    const seen = new Set<number>();
    // In parallel, so that the pooler switches sessions; the same template again and again on each connection.
    await Promise.all(
      Array.from({ length: 60 }, () =>
        pool.use(async (session) => {
          const batch = [statement('begin')`begin`, statement('read')`select pg_backend_pid() as pid, ${'x'}::text`, statement('commit')`commit`] as const;
          expect(session.mayPipeline(batch)).toBe(false);
          await session.send(batch[0]);
          const [row] = await session.send<{ pid: number }>(batch[1]);
          await session.send(batch[2]);
          session.markPrepared(batch);
          seen.add(row?.pid ?? 0);
        }),
      ),
    );
    await pool.end();
    expect(seen.size).toBeGreaterThan(1);
    expect(seen.size).toBeLessThanOrEqual(3);
  });
});
