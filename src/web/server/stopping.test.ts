import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { startShops, type ShopServers } from '@/services/shop-servers';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stock/products';
import { findRun } from '@/stores/postgres/runs';
import { apiClient } from '@/testing/api-client';
import { temporaryStateDir } from '@/testing/launcher-process';
import { startService, type RunningService } from '@/testing/service-process';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let shops: ShopServers;
let state: ReturnType<typeof temporaryStateDir>;
let web: RunningService;

beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  state = temporaryStateDir();
  shops = await startShops({ count: 1, firstPort: null, stateDir: state.stateDir, databaseUrl: home.url, redis: { urls: inject('redisUrls') }, poolSize: 5, natsUrl: null });
}, 180_000);
afterAll(async () => {
  await shops.stop();
  await database.close();
  await home.drop();
  state.remove();
});
beforeEach(async (context) => {
  const env = { DATABASE_URL: home.url, REDIS_URLS: inject('redisUrls').join(','), SHOP_URLS: shops.urls.join(','), STAMPEDE_STATE_DIR: state.stateDir };
  const extra: Record<string, string> = context.task.name.includes('drains') ? { STAMPEDE_DRAIN_MS: '4000' } : context.task.name.includes('longer than it may') ? { STAMPEDE_STOP_WITHIN_MS: '500' } : {};
  web = await startService('web', { ...env, ...extra });
}, 180_000);
afterEach(async () => {
  web.child.kill('SIGKILL');
  await web.ended;
});

const get = (path: string): Promise<Response> => fetch(web.url + path);
const refuses = (): Promise<boolean> => get('/api/ready').then(() => false, () => true);

/** A purchase by the web that waits for its row, which is ours until `letGo`. */
async function buyBehindALock(productId: number): Promise<{ waiting: Promise<Response>; letGo: () => void }> {
  let letGo: () => void = () => undefined;
  await new Promise<void>((taken) => {
    void database.client.begin(async (sql) => {
      await sql`select 1 from inventory where product_id = ${productId} for update`;
      taken();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
  });
  const waiting = fetch(`${web.url}/api/buy-good/for-update`, { method: 'POST', body: JSON.stringify({ productId, userId: 'late' }) });
  waiting.catch(() => undefined);
  await waitUntil('a purchase waits', async () => (await database.client`select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'stampede web shop'`).length === 1);
  return { waiting, letGo };
}

describe('a web that receives SIGTERM', () => {
  test('says at once that it is not ready while it drains, and still answers, each time for the last time on a connection', async () => {
    expect(await (await get('/api/ready')).json()).toEqual({ ready: true });
    web.child.kill('SIGTERM');
    await waitUntil('it is not ready', async () => (await get('/api/ready')).status === 503);
    const answer = await get('/api/ready');
    expect([answer.headers.get('connection'), await answer.json()]).toEqual(['close', { ready: false, draining: true }]);
    expect((await get('/api/strategies')).status).toBe(200);
    expect(await web.ended).toBe(0);
  });

  test('ends every stream of events in good order, answers the purchase that it was in, keeps its order, and ends with 0', async () => {
    const { id: productId } = await createProduct({ db: database.db, redis: null }, { name: 'x', price: '1.00', stock: 1, runId: null });
    const streams = await Promise.all(['/api/live', '/api/live', `/api/stock/${productId}/events`].map(get));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    const ends = streams.map((stream) => stream.text());
    const { waiting, letGo } = await buyBehindALock(productId);
    web.child.kill('SIGTERM');
    // Cut in the middle, each of them would reject.
    for (const text of await Promise.all(ends)) expect(text).toContain('retry:');
    await waitUntil('new connections are refused', refuses);
    expect(web.hasEnded()).toBe(false);
    letGo();
    const answer = await waiting;
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    const { order } = (await answer.json()) as { order: { id: number } };
    expect(await web.ended).toBe(0);
    expect(await database.client`select id from orders where product_id = ${productId}`).toEqual([{ id: order.id }]);
    expect((await findProduct(database.db, productId))?.stock).toBe(0);
  });

  test('cancels the floods that run and wait, stores how they ended, closes the labs and leaves no connection', async () => {
    const api = apiClient(web.url);
    const endless = { strategies: ['for-update'], stock: 5_000, buyers: 5_000, concurrency: 4, thinkMs: 200 };
    const [running, queued] = [await api.flood(endless), await api.flood(endless)];
    expect((await api.post('/api/labs', { strategy: 'for-update', buyers: 2, stock: 1, schedule: 'A.A' })).status).toBeLessThan(300);
    await waitUntil('the flood runs', async () => ((await findRun(database.db, running.id))?.status ?? '') === 'running');
    web.child.kill('SIGTERM');
    expect(await web.ended).toBe(0);
    for (const { id } of [running, queued]) expect(await findRun(database.db, id)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    const connected = async (): Promise<unknown[]> => [...(await database.client`select application_name from pg_stat_activity where datname = current_database() and application_name not like 'stampede shop%' and application_name not in ('stampede outbox', 'test') and backend_type = 'client backend'`)];
    await expect.poll(connected, { timeout: 20_000 }).toEqual([]);
  });

  test.each(['what takes longer than it may', 'everything at the second signal'])('cuts %s, and ends with 1', async (what) => {
    const { id: productId } = await createProduct({ db: database.db, redis: null }, { name: 'x', price: '1.00', stock: 1, runId: null });
    const { waiting, letGo } = await buyBehindALock(productId);
    web.child.kill('SIGTERM');
    if (what.includes('second')) {
      await waitUntil('new connections are refused', refuses);
      web.child.kill('SIGTERM');
    }
    expect(await web.ended).toBe(1);
    await expect(waiting).rejects.toThrow();
    letGo();
  });

  test('does not wait for clients who keep their connection without asking for anything', async () => {
    const kept = request(`${web.url}/api/ready`, { headers: { connection: 'keep-alive' } });
    const gone = new Promise<void>((resolve) => kept.on('socket', (socket) => socket.once('close', resolve)));
    await new Promise<void>((resolve) => kept.on('response', (response) => response.resume().on('end', resolve)).end());
    web.child.kill('SIGTERM');
    expect(await web.ended).toBe(0);
    await gone;
  });
});
