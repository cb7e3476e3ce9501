import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stock/products';
import { startService, type RunningService } from '@/testing/service-process';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
const shops: RunningService[] = [];

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
});
afterEach(async () => {
  for (const { child, ended } of shops.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

async function startShop(env: Record<string, string>): Promise<RunningService> {
  const shop = await startService('shop', { DATABASE_URL: home.url, REDIS_URLS: inject('redisUrls').join(','), STAMPEDE_ALLOW_FAULTS: '1', ...env });
  shops.push(shop);
  return shop;
}

const putOnSale = async (stock: number): Promise<number> => (await createProduct({ db: database.db, redis: null }, { name: 'x', price: '1.00', stock, runId: null })).id;
const buy = (url: string, productId: number, headers: Record<string, string>): Promise<Response> =>
  fetch(`${url}/api/buy-good/for-update`, { method: 'POST', body: JSON.stringify({ productId, userId: 'late' }), headers });
/** A purchase that waits for its row, which we lock until `letGo`. */
async function buyBehindALock(shop: RunningService, productId: number): Promise<{ waiting: Promise<Response>; letGo: () => void }> {
  let letGo: () => void = () => undefined;
  const locked = new Promise<void>((taken) => {
    void database.client.begin(async (sql) => {
      await sql`select 1 from inventory where product_id = ${productId} for update`;
      taken();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
  });
  await locked;
  const waiting = buy(shop.url, productId, {});
  waiting.catch(() => undefined);
  await waitUntil('a purchase waits', async () => /state="in_use"\} 1/.test(await (await fetch(`${shop.url}/metrics`)).text()));
  return { waiting, letGo };
}

const held = async (url: string): Promise<number> => ((await (await fetch(`${url}/faults`)).json()) as { held: number }).held;
const refuses = (url: string): Promise<boolean> => fetch(`${url}/health`).then(() => false, () => true);

describe('a shop that gets SIGTERM', () => {
  test('answers a purchase that it holds in the middle of its transaction, keeps the order, and ends with 0', async () => {
    const shop = await startShop({});
    const productId = await putOnSale(1);
    const buying = buy(shop.url, productId, { 'x-stampede-fault': 'hold@read stock and lock the row' });
    await waitUntil('the purchase is held', async () => (await held(shop.url)) === 1);
    shop.child.kill('SIGTERM');
    const answer = await buying;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    const { order } = (await answer.json()) as { order: { id: number } };
    expect(await shop.ended).toBe(0);
    expect(await database.client`select id, product_id from orders where id = ${order.id}`).toEqual([{ id: order.id, product_id: productId }]);
    expect((await findProduct(database.db, productId))?.stock).toBe(0);
  });

  test('says that it is not ready while it drains, still sells, and then accepts no connection while it finishes', async () => {
    const shop = await startShop({ STAMPEDE_DRAIN_MS: '3000' });
    const productId = await putOnSale(2);
    expect(await (await fetch(`${shop.url}/ready`)).json()).toEqual({ ready: true });
    shop.child.kill('SIGTERM');
    await waitUntil('it is not ready', async () => (await fetch(`${shop.url}/ready`)).status === 503);
    expect(await (await fetch(`${shop.url}/ready`)).json()).toEqual({ ready: false, draining: true });
    expect((await buy(shop.url, productId, {})).status).toBe(200);
    const { waiting, letGo } = await buyBehindALock(shop, productId);
    await waitUntil('new connections are refused', () => refuses(shop.url));
    expect(shop.hasEnded()).toBe(false);
    letGo();
    expect((await waiting).status).toBe(200);
    expect(await shop.ended).toBe(0);
    expect((await findProduct(database.db, productId))?.stock).toBe(0);
  });

  test.each([
    ['work that takes too long', { STAMPEDE_STOP_WITHIN_MS: '300' }, 1],
    ['everything at the second signal', {}, 2],
  ])('cuts %s, and ends with 1', async (_what, env, signals) => {
    const shop = await startShop(env);
    const productId = await putOnSale(1);
    const { waiting, letGo } = await buyBehindALock(shop, productId);
    const buying = waiting.then(() => 'answered', () => 'cut');
    shop.child.kill('SIGTERM');
    if (signals === 2) {
      await waitUntil('it accepts no connection', () => refuses(shop.url));
      shop.child.kill('SIGTERM');
    }
    expect(await shop.ended).toBe(1);
    expect(await buying).toBe('cut');
    letGo();
    await waitUntil('the transaction is gone', async () => (await database.client`select 1 from pg_stat_activity where datname = current_database() and application_name like 'stampede shop%'`).length === 0);
    expect((await findProduct(database.db, productId))?.stock).toBe(1);
  });
});

test('a shop logs the slow purchases and no others, with the id that their caller gave', async () => {
  const shop = await startShop({ STAMPEDE_SLOW_MS: '200' });
  const productId = await putOnSale(9);
  for (let n = 0; n < 5; n++) {
    const quick = await buy(shop.url, productId, { 'x-request-id': `quick-${n}` });
    expect([quick.headers.get('x-request-id'), quick.headers.get('x-response-time')]).toEqual([`quick-${n}`, expect.stringMatching(/^\d+\.\dms$/)]);
  }
  await buy(shop.url, productId, { 'x-request-id': 'slow-1', 'x-stampede-think-ms': '250', 'idempotency-key': 'secret-key' });
  await waitUntil('the slow one is logged', () => shop.output().includes('slow-1'));
  const logged = shop.output().split('\n').filter((line) => line.includes('"reqId"'));
  // A machine under load may have made the first purchase slow as well.
  expect(logged.filter((line) => line.includes('slow-1'))).toHaveLength(1);
  expect(logged.every((line) => line.includes('"slow":true'))).toBe(true);
  expect(shop.output()).not.toContain('secret-key');
});
