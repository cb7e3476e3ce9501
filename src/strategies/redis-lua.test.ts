import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '@/domain/purchase';
import { waitUntil } from '@/domain/wait-until';
import { resetProduct } from '@/stock/products';
import { unsettled } from '@/stores/redis/reservation-stream';
import { gateBefore } from '@/testing/gate';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { KeyReused } from '@/kit/key-reused';
import { findStrategy } from './registry';
import type { Strategy } from '@/kit/strategy';

let shop: TestShop;
let replica: TestShop;
let redisLua: Strategy;
beforeAll(async () => {
  shop = await openTestShop();
  replica = await openTestShop(10, shop.databaseUrl);
});
afterAll(async () => {
  await replica.close();
  await shop.close();
});
beforeEach(() => {
  const found = findStrategy('redis-lua');
  if (!found) throw new Error('There is no redis-lua.');
  redisLua = found;
});

/** Settlers of the product wait for its row in Postgres for as long as `work` lasts. */
async function whileNobodySettles(productId: number, work: () => Promise<void>): Promise<void> {
  await shop.database.client.begin(async (sql) => {
    await sql`select 1 from inventory where product_id = ${productId} for update`;
    await work();
  });
}

const settlersWaiting = async (): Promise<number> => {
  const [row] = await shop.database.client<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and application_name like '%settler' and wait_event_type = 'Lock'
  `;
  return row?.waiting ?? 0;
};

/** What a Redis without its data knows of this database: nothing. */
async function emptyRedis(): Promise<void> {
  const keys = await shop.redis.keys(`stampede:{${shop.counter.namespace}}:*`);
  if (keys.length > 0) await shop.redis.del(...keys);
}

describe('redis-lua', () => {
  it('confirms no purchase that is only reserved in Redis', async () => {
    const productId = await shop.putOnSale(5, redisLua);
    const answered: string[] = [];
    const purchases: Promise<{ kind: string }>[] = [];
    await whileNobodySettles(productId, async () => {
      for (const one of [shop, replica]) {
        const { outcome } = one.buy(redisLua, productId);
        purchases.push(outcome);
        void outcome.then(({ kind }) => answered.push(kind));
      }
      await waitUntil('the units are taken, and a settler waits for the row', async () => (await shop.counter.read(productId)) === 3 && (await settlersWaiting()) > 0);
      expect(await shop.stockOf(productId)).toBe(5);
      expect(answered).toEqual([]);
    });
    expect((await Promise.all(purchases)).map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed']);
    expect(await shop.stockOf(productId)).toBe(3);
  });

  it('refuses the key of another buyer whose purchase is only reserved so far', async () => {
    const productId = await shop.putOnSale(5, redisLua);
    const gate = gateBefore(({ name }) => name === 'wait for the settler');
    const ann: Promise<Outcome>[] = [];
    await whileNobodySettles(productId, async () => {
      ann.push(shop.buy(redisLua, productId, { buyerId: 'ann', idempotencyKey: 'k', seam: gate.seam }).outcome);
      await gate.reached;
      await expect(replica.buy(redisLua, productId, { buyerId: 'bob', idempotencyKey: 'k' }).outcome).rejects.toThrow(KeyReused);
    });
    gate.open();
    expect(await Promise.all(ann)).toMatchObject([{ kind: 'confirmed', remaining: 4 }]);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });

  it('gives twins in two replicas the same order, for one unit', async () => {
    const productId = await shop.putOnSale(1, redisLua);
    const outcomes = await Promise.all([shop, replica, shop, replica].map((one) => one.buy(redisLua, productId, { buyerId: 'ann', idempotencyKey: 'twin' }).outcome));
    expect(outcomes[0]?.kind).toBe('confirmed');
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('settles everything exactly once although the settlers lose their connections in the middle', async () => {
    const productId = await shop.putOnSale(20, redisLua);
    let purchases: Promise<{ kind: string }>[] = [];
    await whileNobodySettles(productId, async () => {
      purchases = Array.from({ length: 30 }, (_, index) => (index % 2 ? shop : replica).buy(redisLua, productId).outcome);
      await waitUntil('settlers wait for the row', async () => (await settlersWaiting()) > 0);
      await shop.database.client`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like '%settler'
      `;
    });
    const kinds = (await Promise.all(purchases)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual([...Array<string>(20).fill('confirmed'), ...Array<string>(10).fill('sold-out')]);
    expect((await shop.ordersOf(productId)).map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(await shop.stockOf(productId)).toBe(0);
    await waitUntil('the stream is empty', async () => (await unsettled(shop.counter)) === 0);
    expect(await shop.counter.read(productId)).toBe(0);
  });

  it('goes on selling after Redis was emptied in the middle, and never more than there is', async () => {
    const productId = await shop.putOnSale(20, redisLua);
    const crowd = Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const { kind } = await (index % 2 ? shop : replica).buy(redisLua, productId, { thinkMs: index % 7 }).outcome;
        if (index === 5) await emptyRedis();
        return kind;
      }),
    );
    const kinds = await crowd;
    await waitUntil('the stream is empty', async () => (await unsettled(shop.counter)) === 0);
    const orders = await shop.ordersOf(productId);
    expect(orders.length + (await shop.stockOf(productId))).toBe(20);
    expect(kinds.filter((kind) => kind === 'confirmed')).toHaveLength(orders.length);
    expect(kinds).not.toContain('unknown');
    // And what is left can still be bought.
    while ((await shop.buy(redisLua, productId).outcome).kind === 'confirmed');
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('starts afresh after a reset, even with a key that was used before', async () => {
    const productId = await shop.putOnSale(1, redisLua);
    const ann = { buyerId: 'ann', idempotencyKey: 'again' };
    const first = await shop.buy(redisLua, productId, ann).outcome;
    await resetProduct({ db: shop.database.db, redis: shop.counter }, productId);
    const second = await shop.buy(redisLua, productId, ann).outcome;
    expect(second).toMatchObject({ kind: 'confirmed', remaining: 0 });
    expect(second).not.toEqual(first);
  });
});
