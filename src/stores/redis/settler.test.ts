import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { machineClock } from '@/domain/monotonic-clock';
import type { PurchaseRequest } from '@/domain/purchase';
import { waitUntil } from '@/domain/wait-until';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { ghostStock } from '@/stock/ghost-stock';
import { openDatabase, type OpenDatabase } from '../postgres/database';
import { createProduct } from '@/stock/products';
import { SessionPool } from '../postgres/session-pool';
import { openStockCounter, StockCounter } from './counter';
import { openRedisServers, unreachableServers, type RedisServers } from './redis-servers';
import { createGroup, forgetIdleSettlers, readNew, unsettled } from './reservation-stream';
import { Reservations } from './reservations';
import { reserve, type Reservation, type Wish } from './reserve';
import { Reserver } from './reserver';
import { Settler } from './settler';
import { WaitingBuyers } from './waiting-buyers';

/** Without a shop: only the settlers made here settle anything, and the test can stop at each point. */
let home: ThrowAwayDatabase;
let database: OpenDatabase;
let servers: RedisServers;
let counter: StockCounter;
let pool: SessionPool;
let waiting: WaitingBuyers;
let settler: Settler;
let openShops: Reservations[] = [];

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  pool = new SessionPool({ databaseUrl: home.url, size: 4, applicationName: 'settler test' });
  servers = openRedisServers(inject('redisUrls'));
  await unreachableServers(servers, 5_000);
  const opened = openStockCounter(servers, home.url);
  if (!opened) throw new Error('The tests have no Redis.');
  counter = opened;
});
afterAll(async () => {
  await pool.end();
  await servers.close();
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  await forget();
  await createGroup(counter);
  waiting = new WaitingBuyers(machineClock);
  settler = new Settler({ counter, pool, waiting });
});
afterEach(async () => {
  for (const shop of openShops) await shop.close();
  openShops = [];
});

/** Everything that this database has in Redis. Other test files share the server. */
async function forget(): Promise<void> {
  const keys = await counter.redis.keys(`stampede:{${counter.namespace}}:*`);
  if (keys.length > 0) await counter.redis.del(...keys);
}

const putOnSale = async (stock: number): Promise<number> =>
  (await createProduct({ db: database.db, redis: counter }, { name: 'x', price: '1.00', stock, runId: null, stockModel: 'redis' })).id;

const ordersOf = (productId: number) =>
  database.client<{ id: number; quantity: number; remaining: number; reservation: string }[]>`
    select id, quantity, remaining, reservation from orders where product_id = ${productId} order by id
  `;

const stockOf = async (productId: number): Promise<number | undefined> =>
  (await database.client<{ stock: number }[]>`select stock from inventory where product_id = ${productId}`)[0]?.stock;

let made = 0;
async function take(productId: number, request: Partial<PurchaseRequest> = {}): Promise<Reservation> {
  const [answer] = await reserve(counter, productId, [{ id: `r-${counter.namespace}-${++made}`, productId, buyerId: 'ann', quantity: 1, idempotencyKey: null, ...request }]);
  if (answer?.kind !== 'reserved') throw new Error(`Redis said ${answer?.kind ?? 'nothing'}.`);
  return answer.reservation;
}

/** Its settler dies between Postgres and Redis. */
class DiesThere extends StockCounter {
  override get streamKey(): string {
    throw new Error('killed');
  }
}

const openShop = (): Reservations => {
  const shop = new Reservations({
    counter,
    databaseUrl: home.url,
    applicationName: 'settler test shop',
    clock: machineClock,
    onBug: (error) => {
      throw error;
    },
  });
  openShops.push(shop);
  return shop;
};

describe('a settler', () => {
  it('turns a reservation into one order, however often and however concurrently it is settled', async () => {
    const productId = await putOnSale(10);
    const reservations = await Promise.all([1, 2, 3].map((quantity) => take(productId, { quantity })));
    const twin = new Settler({ counter, pool, waiting });
    await Promise.all([settler.settle(reservations), twin.settle(reservations), twin.settle(reservations.slice(1)), settler.settle(reservations.toReversed())]);
    await settler.settle(reservations);
    expect((await ordersOf(productId)).map(({ quantity }) => quantity).sort()).toEqual([1, 2, 3]);
    expect(await stockOf(productId)).toBe(4);
    expect(await counter.read(productId)).toBe(4);
    expect(await unsettled(counter)).toBe(0);
  });

  it('stores with each order the stock that is left, as counted by Postgres', async () => {
    const productId = await putOnSale(4);
    await settler.settle(await Promise.all([take(productId), take(productId), take(productId, { quantity: 2 })]));
    expect((await ordersOf(productId)).map(({ remaining }) => remaining)).toEqual([3, 2, 0]);
  });

  it('returns what Postgres refuses, answers the buyer, and corrects the count', async () => {
    const productId = await putOnSale(3);
    // Redis counts more than there are.
    await counter.set(productId, 10);
    const reservations = [await take(productId, { quantity: 2 }), await take(productId, { quantity: 2 }), await take(productId)];
    for (const { id } of reservations) waiting.expect(id);
    const settled = Promise.all(reservations.map(async ({ id }) => waiting.settlementOf(id)));
    await settler.settle(reservations);
    expect((await settled).map((settlement) => settlement?.kind)).toEqual(['settled', 'refused', 'settled']);
    expect((await ordersOf(productId)).map(({ remaining }) => remaining)).toEqual([1, 0]);
    expect(await stockOf(productId)).toBe(0);
    expect(await counter.read(productId)).toBe(0);
    expect(await unsettled(counter)).toBe(0);
  });

  it('returns the units of a second purchase with the key of an order, and leaves that order alone', async () => {
    const productId = await putOnSale(5);
    await settler.settle([await take(productId, { idempotencyKey: 'k' })]);
    await counter.redis.del(counter.seenKey(productId));
    const again = await take(productId, { idempotencyKey: 'k' });
    waiting.expect(again.id);
    const settled = waiting.settlementOf(again.id);
    await settler.settle([again, await take(productId)]);
    expect(await settled).toEqual({ kind: 'refused', reason: 'key-taken' });
    expect(await ordersOf(productId)).toHaveLength(2);
    expect(await counter.read(productId)).toBe(3);
    expect(await ghostStock({ db: database.db, redis: counter }, productId)).toBe(0);
  });

  it('gives the same reservation to the same key, and takes its units once', async () => {
    const productId = await putOnSale(5);
    const first = await take(productId, { idempotencyKey: 'k' });
    const [second] = await reserve(counter, productId, [{ id: 'another', productId, buyerId: 'bob', quantity: 2, idempotencyKey: 'k' }]);
    expect(second).toMatchObject({ kind: 'seen-before', reservation: first });
    expect(await counter.read(productId)).toBe(4);
  });
});

describe('purchases that are sent together', () => {
  it('are granted one after the other, as if each had come alone', async () => {
    const productId = await putOnSale(3);
    const reserver = new Reserver(counter);
    const wish = (quantity: number, idempotencyKey: string | null = null): Wish => ({ id: `t-${counter.namespace}-${++made}`, productId, buyerId: 'ann', quantity, idempotencyKey });
    const wishes = [wish(1, 'k'), wish(3), wish(1, 'k'), wish(2), wish(1)];
    const answers = await Promise.all(wishes.map((one) => reserver.reserve(one)));
    expect(answers.map(({ kind }) => kind)).toEqual(['reserved', 'sold-out', 'seen-before', 'reserved', 'sold-out']);
    expect(answers[2]).toMatchObject({ reservation: { id: wishes[0]?.id } });
    expect(await counter.read(productId)).toBe(0);
    expect(await unsettled(counter)).toBe(2);
  });
});

describe('a reservation that a dead shop left unsettled', () => {
  it('is settled by another shop, once, and the dead one is forgotten', async () => {
    const productId = await putOnSale(3);
    const reservations = [await take(productId), await take(productId)];
    // Delivered to a shop that never handles them; one of them it had even settled without announcing it.
    expect(await readNew(counter.redis, counter, 'dead', 10)).toHaveLength(2);
    expect(await unsettled(counter)).toBe(2);
    const dying = new Settler({ counter: new DiesThere(counter.redis, counter.namespace), pool, waiting });
    await expect(dying.settle(reservations.slice(0, 1))).rejects.toThrow('killed');
    expect(await ordersOf(productId)).toHaveLength(1);

    openShop();
    await waitUntil('another shop has settled it', async () => (await unsettled(counter)) === 0);
    expect((await ordersOf(productId)).map(({ reservation }) => reservation)).toEqual(reservations.map(({ id }) => id));
    expect(await counter.read(productId)).toBe(1);
    expect(await stockOf(productId)).toBe(1);
    expect(await forgetIdleSettlers(counter, 0)).toBeGreaterThan(0);
  });

  it('is settled even if it was never delivered', async () => {
    const productId = await putOnSale(3);
    await take(productId);
    openShop();
    await waitUntil('it is an order', async () => (await ordersOf(productId)).length === 1);
    await waitUntil('nothing is left', async () => (await unsettled(counter)) === 0);
  });
});

describe('a Redis that has lost its data', () => {
  it('is recounted from Postgres, less what is reserved', async () => {
    const productId = await putOnSale(5);
    await settler.settle([await take(productId)]);
    await take(productId, { quantity: 2 });
    await counter.redis.del(counter.stockKey(productId));
    expect(await reserve(counter, productId, [{ id: 'x', productId, buyerId: 'ann', quantity: 1, idempotencyKey: null }])).toEqual([{ kind: 'not-counted' }]);
    const shop = openShop();
    await Promise.all([shop.recount(productId), shop.recount(productId)]);
    expect(await counter.read(productId)).toBe(2);
    await waitUntil('settled', async () => (await unsettled(counter)) === 0);
    expect(await ghostStock({ db: database.db, redis: counter }, productId)).toBe(0);
  });

  it('never oversells, and keeps the reservations of running shops', async () => {
    const productId = await putOnSale(3);
    // Reserved, and only in a shop's memory: the stream is gone before any settler has read it.
    const held = [await take(productId), await take(productId)];
    await forget();
    const shop = openShop();
    await shop.recount(productId);
    expect(await counter.read(productId)).toBe(3);
    const late = ['x', 'y', 'z'].map((name) => `${name}-${counter.namespace}`);
    const answers = await Promise.all(late.map((id) => shop.reserve(id, { productId, buyerId: 'bob', quantity: 1, idempotencyKey: null })));
    expect(answers.map(([{ kind }]) => kind)).toEqual(['reserved', 'reserved', 'reserved']);
    await settler.settle(held);
    const settlements = await Promise.all(late.map((id) => shop.settlementOf(id)));
    await waitUntil('nothing is under way', async () => (await unsettled(counter)) === 0);
    const orders = (await ordersOf(productId)).map(({ reservation }) => reservation);
    expect(orders).toHaveLength(3);
    // Every answer was true.
    expect(settlements.map(({ kind }) => kind)).toEqual(late.map((id) => (orders.includes(id) ? 'settled' : 'refused')));
    expect(await stockOf(productId)).toBe(0);
    await waitUntil('the count agrees again', async () => (await counter.read(productId)) === 0);
  });
});
