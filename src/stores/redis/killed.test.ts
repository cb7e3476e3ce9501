import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { provideRedis, type RedisServers as RunningRedis } from '@/services/redis-servers';
import { temporaryStateDir } from '@/testing/launcher-process';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { ghostStock } from '@/stock/ghost-stock';
import { openDatabase, type OpenDatabase } from '../postgres/database';
import { createProduct } from '@/stock/products';
import { openStockCounter, type StockCounter } from './counter';
import { openRedisServers, unreachableServers, type RedisServers } from './redis-servers';
import { unsettled } from './reservation-stream';

/** Real shops and a Redis of the test's own, each of which is killed with signal 9. */
let home: ThrowAwayDatabase;
let database: OpenDatabase;
let state: { stateDir: string; remove: () => void };
let running: RunningRedis;
let servers: RedisServers;
let counter: StockCounter;
const shops: ChildProcess[] = [];

beforeAll(async () => {
  await ensureBuild(projectRoot());
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  state = temporaryStateDir();
  running = await startRedis();
  servers = openRedisServers(running.urls);
  await unreachableServers(servers, 5_000);
  const opened = openStockCounter(servers, home.url);
  if (!opened) throw new Error('There is no Redis.');
  counter = opened;
});
afterEach(async () => {
  await Promise.all(shops.splice(0).map(kill));
  await servers.close();
  await running.stop();
  state.remove();
});

async function startRedis(): Promise<RunningRedis> {
  const started = await provideRedis({ stateDir: state.stateDir, port: 17_300, noInstall: true, count: 1 }, () => undefined);
  if ('unavailable' in started) throw new Error(started.unavailable);
  return started;
}

/** A shop as it is deployed. */
async function startShop(index: number): Promise<{ process: ChildProcess; buy: (productId: number, key?: string) => Promise<{ status: number; body: unknown }> }> {
  const shop = spawn(process.execPath, [join(buildFolder(), 'shop.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: childEnvironment({ DATABASE_URL: home.url, REDIS_URLS: running.urls.join(','), HOST: '127.0.0.1', PORT: '0', STAMPEDE_SHOP_INDEX: String(index), EVENT_BUS: null }),
  });
  shops.push(shop);
  const [{ port }] = (await once(shop, 'message')) as [{ port: number }];
  const buy = async (productId: number, key?: string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/buy-good/redis-lua`, {
      method: 'POST',
      headers: key === undefined ? {} : { 'idempotency-key': key },
      body: JSON.stringify({ productId, userId: 'ann', quantity: 1 }),
    });
    return { status: response.status, body: await response.json() };
  };
  // It listens before it is connected, and sells nothing until then.
  await waitUntil('the shop has its stores', async () => (await buy(NOBODY_KNOWS)).status === 404);
  return { process: shop, buy };
}

const NOBODY_KNOWS = 2_000_000_000;

async function kill(shop: ChildProcess): Promise<void> {
  if (shop.exitCode !== null || shop.signalCode !== null) return;
  const gone = once(shop, 'exit');
  shop.kill('SIGKILL');
  await gone;
}

const putOnSale = async (stock: number): Promise<number> =>
  (await createProduct({ db: database.db, redis: counter }, { name: 'x', price: '1.00', stock, runId: null, stockModel: 'redis' })).id;

const orderCount = async (productId: number): Promise<number> =>
  (await database.client<{ count: number }[]>`select count(*)::int as count from orders where product_id = ${productId}`)[0]?.count ?? 0;

const cameToRest = (productId: number): Promise<true> =>
  waitUntil('everything is settled', async () => (await unsettled(counter)) === 0 && (await ghostStock({ db: database.db, redis: counter }, productId)) === 0);

it('loses and doubles nothing when a shop is killed while it has reservations to settle', async () => {
  const productId = await putOnSale(10);
  const first = await startShop(0);
  const answers: Promise<unknown>[] = [];
  await database.client.begin(async (sql) => {
    // Its settler waits for the row, and its buyers wait, until it is killed.
    await sql`select 1 from inventory where product_id = ${productId} for update`;
    for (const key of ['a', 'b', 'c']) answers.push(first.buy(productId, key).catch(() => 'cut off'));
    await waitUntil('all three are reserved', async () => (await counter.read(productId)) === 7);
    await kill(first.process);
  });
  expect(await Promise.all(answers)).toEqual(['cut off', 'cut off', 'cut off']);

  const second = await startShop(1);
  await cameToRest(productId);
  expect(await orderCount(productId)).toBe(3);
  // A repeated purchase with the same key gets the first one's order.
  expect((await second.buy(productId, 'a')).status).toBe(200);
  expect(await orderCount(productId)).toBe(3);
  expect(await counter.read(productId)).toBe(7);
});

it('sells exactly what there is while shops are killed in the middle of a crowd', async () => {
  const productId = await putOnSale(60);
  let confirmed = 0;
  for (let round = 0; round < 3; round++) {
    const shop = await startShop(round);
    const crowd = Array.from({ length: 40 }, () => shop.buy(productId).then(({ status }) => status, () => 0));
    // As soon as the first has its answer, the others are at all stages of a purchase.
    await Promise.race(crowd);
    await kill(shop.process);
    confirmed += (await Promise.all(crowd)).filter((status) => status === 200).length;
  }
  await startShop(9);
  await cameToRest(productId);
  const orders = await orderCount(productId);
  expect(orders).toBeGreaterThanOrEqual(confirmed);
  expect(orders).toBeLessThanOrEqual(60);
  expect(await counter.read(productId)).toBe(60 - orders);
});

it('still has its reservations when Redis is killed and comes back from its append-only file', async () => {
  const productId = await putOnSale(10);
  const shop = await startShop(0);
  const answers: Promise<{ status: number }>[] = [];
  await database.client.begin(async (sql) => {
    await sql`select 1 from inventory where product_id = ${productId} for update`;
    for (let index = 0; index < 4; index++) answers.push(shop.buy(productId));
    await waitUntil('all four are reserved', async () => (await counter.read(productId)) === 6);
    const [server] = running.servers;
    if (!server) throw new Error('There is no Redis.');
    process.kill(server.pid, 'SIGKILL');
    const killed = running;
    await waitUntil('it is gone', () => servers.counter?.status !== 'ready');
    running = await startRedis();
    await killed.stop();
    await unreachableServers(servers, 10_000);
    await waitUntil('it knows what it had promised', async () => (await unsettled(counter).catch(() => 0)) === 4);
  });
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await cameToRest(productId);
  expect(await orderCount(productId)).toBe(4);
  expect((await shop.buy(productId)).status).toBe(200);
  await cameToRest(productId);
  expect(await counter.read(productId)).toBe(5);
});

it('reports unknown, and not sold out, when Redis does not answer; and the purchase turns out to have happened', async () => {
  const productId = await putOnSale(10);
  const shop = await startShop(0);
  expect((await shop.buy(productId)).status).toBe(200);
  const [server] = running.servers;
  if (!server) throw new Error('There is no Redis.');
  process.kill(server.pid, 'SIGSTOP');
  try {
    expect(await shop.buy(productId)).toMatchObject({ status: 500, body: { error: { code: 'outcome_unknown' } } });
    expect(await orderCount(productId)).toBe(1);
  } finally {
    // Redis still has the command in its socket, and executes it.
    process.kill(server.pid, 'SIGCONT');
  }
  await waitUntil('it is an order', async () => (await orderCount(productId)) === 2);
  await cameToRest(productId);
});
