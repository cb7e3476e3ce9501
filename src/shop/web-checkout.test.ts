import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Buy } from './buy';
import { openShopRuntime } from './open-runtime';
import { handlePurchase } from './purchase-handler';
import type { PurchaseCall } from './read-purchase';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stock/products';
import { findStrategy } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openWebCheckout } from './web-checkout';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let runtime: ReturnType<typeof openShopRuntime>;
let withoutRedis: ReturnType<typeof openShopRuntime>;
const bugs: unknown[] = [];
let sales = 0;

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  const options = { databaseUrl: home.url, poolSize: 2, applicationName: 'web checkout' };
  runtime = openShopRuntime({ ...options, redisUrls: inject('redisUrls'), redisUnavailable: null });
  withoutRedis = openShopRuntime({ ...options, redisUrls: null, redisUnavailable: 'Redis is not installed here.' });
});
afterAll(async () => {
  expect(bugs).toEqual([]);
  await Promise.all([runtime.close(), withoutRedis.close(), database.close()]);
  await home.drop();
});

const buysIn = (shop: typeof runtime): Buy =>
  openWebCheckout({ shop, stores: { db: database.db, redis: shop.stores.counter }, onBug: (bug) => bugs.push(bug), onSold: () => (sales += 1) });

const call = (strategyId: string, body: object | string, over: Partial<PurchaseCall> = {}): PurchaseCall => ({
  strategy: findStrategy(strategyId) as Strategy,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  idempotencyKey: null,
  thinkMs: null,
  trace: false,
  ...over,
});

/** A product whose units are counted one row a unit. */
const inUnits = async (): Promise<number> =>
  (await createProduct({ db: database.db, redis: runtime.stores.counter }, { name: 'x', price: '1.00', stock: 3, stockModel: 'units', runId: null })).id;
const stockModelOf = async (productId: number): Promise<string | undefined> => (await findProduct(database.db, productId))?.stockModel;

it('moves a product to where the strategy counts, and says once that something was sold', async () => {
  const productId = await inUnits();
  const key = { idempotencyKey: 'once' };
  const buys = buysIn(runtime);
  for (let time = 0; time < 2; time++) expect(await handlePurchase(call('for-update', { productId, userId: 'ann' }, key), buys, false)).toMatchObject({ status: 200 });
  expect(await stockModelOf(productId)).toBe('row');
  expect(sales).toBe(1);
});

it.each([
  ['no buyer', (productId: number) => call('for-update', { productId, userId: '' })],
  ['no such field', (productId: number) => call('for-update', { productId, userId: 'ann', price: 0 })],
  ['half a body', (productId: number) => call('for-update', `{"productId":${productId},"userId":"ann"`)],
  ['a bad key', (productId: number) => call('for-update', { productId, userId: 'ann' }, { idempotencyKey: 'a b' })],
  ['a bad think time', (productId: number) => call('for-update', { productId, userId: 'ann' }, { thinkMs: 'soon' })],
  ['a cart for a strategy that takes none', (productId: number) => call('for-update', { productId, userId: 'ann', cart: [productId] })],
  ['a fault, which the web does not inject', (productId: number) => call('for-update', { productId, userId: 'ann' }, { fault: 'kill@think' })],
])('moves nothing for a request with %s', async (_what, callFor) => {
  const productId = await inUnits();
  expect(await handlePurchase(callFor(productId), buysIn(runtime), false)).toMatchObject({ status: 400 });
  expect(await stockModelOf(productId)).toBe('units');
});

it('moves nothing for a strategy that cannot run here', async () => {
  const productId = await inUnits();
  expect(await handlePurchase(call('redlock', { productId, userId: 'ann' }), buysIn(withoutRedis), false)).toMatchObject({ status: 503, body: expect.stringContaining('store_unavailable') as string });
  expect(await stockModelOf(productId)).toBe('units');
});
