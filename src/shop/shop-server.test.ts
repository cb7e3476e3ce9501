import { request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stock/products';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openShopRuntime } from './open-runtime';
import { createShopServer } from './shop-server';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let server: Server;
let url: string;
let runtime: ReturnType<typeof openShopRuntime>;
const bugs: unknown[] = [];

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  runtime = openShopRuntime({ databaseUrl: home.url, redisUrls: inject('redisUrls'), redisUnavailable: null, poolSize: 4, applicationName: 'shop test' });
  server = createShopServer({ runtime, buildId: 'test build', onBug: (bug) => bugs.push(bug) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  expect(bugs).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await runtime.close();
  await database.close();
  await home.drop();
});

const putOnSale = async (stock: number): Promise<number> => (await createProduct({ db: database.db, redis: null }, { name: 'x', price: '1.00', stock, runId: null })).id;
const stockOf = async (productId: number): Promise<number | undefined> => (await findProduct(database.db, productId))?.stock;

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url + path, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Record<string, unknown> };
}

describe('a purchase over HTTP', () => {
  it('answers 200 with the order, then 409 sold_out', async () => {
    const productId = await putOnSale(1);
    const sold = await post('/api/buy-good/for-update', { productId, userId: 'ann' });
    expect(sold).toMatchObject({ status: 200, json: { order: { productId, userId: 'ann', quantity: 1, remaining: 0 }, attempts: 1 } });
    expect(await post('/api/buy-good/for-update', { productId, userId: 'bob' })).toMatchObject({ status: 409, json: { error: { code: 'sold_out' } } });
  });

  it.each(['/api/buy-bad', '/api/buy-bad/naive', '/api/buy-good', '/api/buy-good/optimistic-version', '/api/buy-good/conditional-update', '/api/buy-good/redlock'])('is served at %s', async (path) => {
    expect((await post(path, { productId: await putOnSale(1), userId: 'ann' })).status).toBe(200);
  });

  it('gives the same answer for the same Idempotency-Key', async () => {
    const productId = await putOnSale(2);
    const headers = { 'idempotency-key': 'k-1' };
    const answers = await Promise.all([1, 2, 3].map(() => post('/api/buy-good', { productId, userId: 'ann' }, headers)));
    const [first] = answers;
    for (const answer of answers) expect(answer.json.order).toEqual(first?.json.order);
    expect(await stockOf(productId)).toBe(1);
  });

  it('returns its steps on request', async () => {
    const productId = await putOnSale(1);
    const traced = await post('/api/buy-bad', { productId, userId: 'ann' }, { 'x-stampede-trace': '1' });
    const steps = traced.json.steps as { name: string; observed: unknown }[];
    expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['read stock', 'think', 'insert order', 'write stock']));
    expect(steps.find(({ name }) => name === 'read stock')?.observed).toEqual({ stock: 1 });
    expect((await post('/api/buy-bad', { productId, userId: 'bob' })).json.steps).toBeUndefined();
  });

  it('reports its build and that it is alive', async () => {
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ ok: true, buildId: 'test build', pid: process.pid, waiting: 0 });
  });
});

describe('bad input buys nothing', () => {
  it.each([
    ['no JSON', 'not json', 400, 'bad_json'],
    ['an empty body', '', 400, 'bad_json'],
    ['null', 'null', 400, 'invalid'],
    ['an array', '[]', 400, 'invalid'],
    ['no fields', {}, 400, 'invalid'],
    ['a string for a number', { productId: '1', userId: 'a' }, 400, 'invalid'],
    ['a negative product', { productId: -1, userId: 'a' }, 400, 'invalid'],
    ['a fractional product', { productId: 1.5, userId: 'a' }, 400, 'invalid'],
    ['a huge product', { productId: 1e15, userId: 'a' }, 400, 'invalid'],
    ['an unknown product', { productId: 2_000_000_000, userId: 'a' }, 404, 'unknown_product'],
    ['no user', { productId: 1, userId: '' }, 400, 'invalid'],
    ['a long user', { productId: 1, userId: 'a'.repeat(65) }, 400, 'invalid'],
    ['a quantity of nothing', { productId: 1, userId: 'a', quantity: 0 }, 400, 'invalid'],
    ['a negative quantity', { productId: 1, userId: 'a', quantity: -5 }, 400, 'invalid'],
    ['a huge quantity', { productId: 1, userId: 'a', quantity: 1e9 }, 400, 'invalid'],
    ['an unknown field', { productId: 1, userId: 'a', price: 0 }, 400, 'invalid'],
    ['1 MB', `"${'x'.repeat(1_000_000)}"`, 413, 'body_too_large'],
  ])('%s', async (_name, body, status, code) => {
    const { status: got, json } = await post('/api/buy-good/for-update', body);
    expect({ got, code: (json.error as { code: string }).code }).toEqual({ got: status, code });
    expect(await stockOf(1)).toBe(100);
  });

  it.each([
    ['idempotency-key', 'x'.repeat(129)],
    ['x-stampede-think-ms', 'soon'],
    ['x-stampede-think-ms', '-1'],
    ['x-stampede-think-ms', '1e9'],
  ])('a bad %s header', async (name, value) => {
    expect((await post('/api/buy-good', { productId: 1, userId: 'a' }, { [name]: value })).status).toBe(400);
    expect(await stockOf(1)).toBe(100);
  });

  it('an unknown path is 404 and a GET is 405', async () => {
    expect((await post('/api/buy-good/unheard-of', {})).status).toBe(404);
    expect((await post('/api/buy-good/naive', {})).status).toBe(404);
    expect((await fetch(`${url}/api/buy-good`)).status).toBe(405);
  });

  it('a client that hangs up in the middle of its body does not disturb the shop', async () => {
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${url}/api/buy-good`, { method: 'POST', headers: { 'content-length': '100' } });
      request.on('error', () => resolve());
      request.write('{"productId"', () => request.destroy(new Error('hung up')));
    });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await stockOf(1)).toBe(100);
  });
});

describe('lost dependencies', () => {
  it('end as 503 gave_up when Postgres cannot be reached: nothing was bought', async () => {
    const nowhere = openShopRuntime({ databaseUrl: 'postgres://127.0.0.1:1/none', redisUrls: null, redisUnavailable: 'Redis is not installed here.', poolSize: 1, applicationName: 'nowhere' });
    const shop = createShopServer({ runtime: nowhere, buildId: 'x', onBug: (bug) => bugs.push(bug) });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const there = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    const buy = (path: string): Promise<Response> => fetch(there + path, { method: 'POST', body: JSON.stringify({ productId: 1, userId: 'a' }) });
    const gaveUp = await buy('/api/buy-good/for-update');
    expect([gaveUp.status, gaveUp.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await gaveUp.json()).toMatchObject({ error: { code: 'gave_up' } });
    const withoutRedis = await buy('/api/buy-good/redlock');
    expect([withoutRedis.status, await withoutRedis.json()]).toMatchObject([503, { error: { code: 'store_unavailable', message: 'Redis is not installed here.' } }]);
    shop.closeAllConnections();
    await new Promise((resolve) => shop.close(resolve));
    await nowhere.close();
  });
});
