import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { isUnreachable, sqlState } from '@/stores/postgres/errors';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { SessionPool } from '@/stores/postgres/session-pool';
import { findStrategy } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { startPgBouncer, type PgBouncer } from '@/testing/pgbouncer';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { machineClock } from '@/domain/monotonic-clock';
import { openBuy } from './buy';
import { openShopRuntime } from './open-runtime';
import { handlePurchase } from './purchase-handler';

const known = (id: string): Strategy => {
  const found = findStrategy(id);
  if (!found) throw new Error(`There is no strategy ${id}.`);
  return found;
};

/** Those that wait for the row of the sale, each in its own way. */
const WAIT_FOR_THE_ROW = ['conditional-update', 'for-update', 'optimistic-version', 'advisory-lock', 'serializable', 'coalesced'].map(known);

const LIMITS = { connectTimeoutMs: 5_000, poolWaitMs: 100, statementTimeoutMs: 150 };

let home: ThrowAwayDatabase;
let pooler: PgBouncer;
let admin: OpenDatabase;
beforeAll(async () => {
  home = await throwAwayDatabase();
  pooler = await startPgBouncer(home.url, 3);
  admin = openDatabase(home.url, 'test');
});
afterAll(async () => {
  await admin.close();
  await pooler.stop();
  await home.drop();
});

/** Somebody holds the row of the sale while `work` runs. */
async function whileRowIsHeld(productId: number, work: () => Promise<void>): Promise<void> {
  await admin.client.begin(async (sql) => {
    await sql`select from inventory where product_id = ${productId} for update`;
    await work();
  });
}

/** A limit that does not work shows as a test that does not end. */
const WITHIN = { timeout: 15_000 };

describe.each([['directly', () => home.url], ['through a pooler', () => pooler.url]] as const)('a shop with limits, connected %s', WITHIN, (_how, url) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop(2, url(), LIMITS);
  });
  afterAll(() => shop.close());

  it.each(WAIT_FOR_THE_ROW.map((strategy) => [strategy.id, strategy] as const))('gives up a purchase with %s when a statement takes too long, and nothing was bought', async (_id, strategy) => {
    const productId = await shop.putOnSale(5, strategy);
    await whileRowIsHeld(productId, async () => {
      const purchase = shop.buy(strategy, productId);
      expect(await purchase.outcome).toMatchObject({ kind: 'gave-up', reason: expect.stringContaining('took too long') as string });
    });
    expect(await shop.ordersOf(productId)).toEqual([]);
    expect(await shop.stockOf(productId)).toBe(5);
    // The connection is as good as new.
    expect(await shop.buy(strategy, productId).outcome).toMatchObject({ kind: 'confirmed' });
  });

  it('says that nobody can know when something was committed before a statement took too long', async () => {
    const productId = await shop.putOnSale(5);
    await whileRowIsHeld(productId, async () => {
      expect(await shop.buy(known('naive'), productId).outcome).toMatchObject({ kind: 'unknown' });
    });
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });

  it('says that nothing was bought when the commit itself was cancelled', async () => {
    await admin.client.unsafe(`
      create function linger() returns trigger language plpgsql as 'begin perform pg_sleep(60); return null; end';
      create constraint trigger linger after insert on orders deferrable initially deferred for each row execute function linger();
    `);
    try {
      const strategy = known('for-update');
      const productId = await shop.putOnSale(5, strategy);
      const purchase = shop.buy(strategy, productId, { seam: (inner) => ({ ...inner, pipelines: false }) });
      await waitUntil('the commit is cancelled', async () => {
        const cancelled = await admin.client`select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
        return cancelled.length > 0;
      });
      expect(await purchase.outcome).toMatchObject({ kind: 'gave-up' });
      expect(purchase.steps.at(-1)?.name).toBe('commit');
      expect(await shop.ordersOf(productId)).toEqual([]);
      expect(await shop.stockOf(productId)).toBe(5);
    } finally {
      await admin.client.unsafe('drop function linger cascade');
    }
  });

  it('refuses a purchase for which no connection becomes free in time, and serves the next one', async () => {
    const strategy = known('for-update');
    const productId = await shop.putOnSale(5, strategy);
    const loans = [await shop.pool.acquire(), await shop.pool.acquire()];
    expect(await shop.buy(strategy, productId).outcome).toEqual({ kind: 'gave-up', reason: 'no connection to Postgres was free in time' });
    expect(await shop.buy(known('coalesced'), productId).outcome).toMatchObject({ kind: 'gave-up' });
    expect(shop.pool.waiting).toBe(0);
    for (const loan of loans) await loan.giveBack(false);
    expect(await shop.buy(strategy, productId).outcome).toMatchObject({ kind: 'confirmed' });
  });

  it('leaves no limit behind for others', async () => {
    const [row] = await shop.database.client`select current_setting('statement_timeout') as limit`;
    expect(row).toEqual({ limit: '0' });
  });
});

describe('the limits of a pool', () => {
  it('answer the buyer 503 with Retry-After', async () => {
    const runtime = openShopRuntime({ databaseUrl: home.url, redisUrls: null, redisUnavailable: 'none', poolSize: 1, limits: LIMITS, applicationName: 'limits' });
    const loan = await runtime.stores.pool.acquire();
    const call = { strategy: known('for-update'), body: JSON.stringify({ productId: 1, userId: 'ann' }), idempotencyKey: null, thinkMs: null, trace: false };
    const bugs: unknown[] = [];
    const reply = await handlePurchase(call, openBuy(runtime, (bug) => bugs.push(bug)), false);
    expect(bugs).toEqual([]);
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(reply.body).toContain('Nothing was bought');
    await loan.giveBack(false);
    await runtime.close();
  });

  it('are served in order when connections come back in time', async () => {
    const pool = new SessionPool({ databaseUrl: home.url, size: 1, waitMs: 20_000, applicationName: 'limits' });
    const loan = await pool.acquire();
    const served: number[] = [];
    const waiting = [1, 2].map(async (turn) => {
      const next = await pool.acquire();
      served.push(turn);
      await next.giveBack(false);
    });
    await waitUntil('both wait', () => pool.waiting === 2);
    await loan.giveBack(false);
    await Promise.all(waiting);
    expect(served).toEqual([1, 2]);
    await pool.end();
  });

  it('end a connection attempt that nobody answers, as one that never was', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const pool = new SessionPool({ databaseUrl: `postgres://nobody@127.0.0.1:${port}/none`, size: 1, connectTimeoutMs: 100, applicationName: 'limits' });
    const startMs = machineClock();
    const error = await pool.use(({ sql }) => sql`select 1`).catch((caught: unknown) => caught);
    expect(isUnreachable(error)).toBe(true);
    expect(machineClock() - startMs).toBeLessThan(10_000);
    expect(sqlState(error)).toBeNull();
    await pool.end();
    silent.close();
  });
});
