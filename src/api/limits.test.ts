import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userLimitReply } from '@/api/schemas/shop-replies';
import { isAlive } from '@/services/bootstrap/process-identity.mjs';
import { provideRedis, type RedisServers } from '@/services/redis-servers';
import { waitUntil } from '@/domain/wait-until';
import { apiClient, refusal, type ApiClient } from '@/testing/api-client';
import { temporaryStateDir } from '@/testing/launcher-process';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

const TOKEN = 'a-token-of-the-test';
const INSTRUCTOR = { authorization: `Bearer ${TOKEN}` };
/** One address buys for all users of this test. */
const PER_IP = 200;

let web: WebUnderTest;
let api: ApiClient;
let state: { stateDir: string; remove: () => void };
let redis: RedisServers;
beforeAll(async () => {
  state = temporaryStateDir();
  const started = await provideRedis({ stateDir: state.stateDir, port: 17_440, noInstall: true, count: 1 }, () => undefined);
  if ('unavailable' in started) throw new Error(started.unavailable);
  redis = started;
  web = await startWebUnderTest({
    token: TOKEN,
    redisUrls: redis.urls,
    env: { STAMPEDE_PURCHASES_PER_USER: '3', STAMPEDE_PURCHASES_PER_IP: String(PER_IP), STAMPEDE_PURCHASE_WINDOW_S: '600' },
  });
  api = apiClient(web.url);
}, 180_000);
afterAll(async () => {
  await web.stop();
  await redis.stop();
  state.remove();
});

const put = async (stock: number): Promise<number> => ((await (await api.post('/api/inventory', { name: 'Ticket', stock })).json()) as { id: number }).id;
const stockOf = async (id: number): Promise<number> => ((await (await api.call(`/api/stock/${id}`)).json()) as { stock: number }).stock;
const limitOf = async (userId: string) => userLimitReply.parse(await (await api.call(`/api/admin/limits/${encodeURIComponent(userId)}`, { headers: INSTRUCTOR })).json());
const buy = (productId: number, userId: string, headers: Record<string, string> = {}) => api.post('/api/purchase', { productId, userId }, headers);

describe('the limit of purchases', () => {
  test('lets one user buy up to the limit in a window, and refuses more without selling', async () => {
    const id = await put(50);
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => buy(id, 'ann')))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(9);
    expect(await stockOf(id)).toBe(47);

    const refused = await buy(id, 'ann');
    const { status, code, details } = await refusal(refused.clone());
    expect({ status, code, tier: details?.[0]?.name }).toEqual({ status: 429, code: 'too_many_purchases', tier: 'user' });
    const header = (name: string): number => Number(refused.headers.get(name));
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(header('retry-after')).toBeLessThanOrEqual(600);
    expect([header('ratelimit-limit'), header('ratelimit-remaining')]).toEqual([3, 0]);
    expect(header('ratelimit-reset')).toBe(header('retry-after'));
    expect(await limitOf('ann')).toMatchObject({ userId: 'ann', limit: 3, used: 3, remaining: 0, store: 'redis' });
  });

  test('shows on every good answer how many purchases are left', async () => {
    const id = await put(5);
    const left = [];
    for (let time = 0; time < 3; time++) left.push((await buy(id, 'bea')).headers.get('ratelimit-remaining'));
    expect(left).toEqual(['2', '1', '0']);
  });

  test('counts users separately even if their names differ in one letter, and accepts any name', async () => {
    const id = await put(50);
    for (const user of ['cy', 'Cy', ' cy', 'cy ', 'cy/../x', 'c%79', '🎸', 'a?b#c']) {
      expect((await buy(id, user)).status, user).toBe(200);
      expect(await limitOf(user), user).toMatchObject({ userId: user, used: 1, remaining: 2 });
    }
    expect(await limitOf('never came')).toMatchObject({ used: 0, remaining: 3, resetsInMs: 0 });
  });

  test('is not used up by bad input, unknown products, or an order that is replayed', async () => {
    const id = await put(9);
    const key = { 'idempotency-key': 'once' };
    const first = await (await buy(id, 'dan', key)).text();
    await Promise.all([api.post('/api/purchase', { productId: id, userId: 'dan', quantity: 0 }), buy(2_000_000_000, 'dan'), api.post('/api/purchase', '{')]);
    // Even when the limit is used up.
    await Promise.all([buy(id, 'dan'), buy(id, 'dan')]);
    expect((await buy(id, 'dan')).status).toBe(429);
    for (let time = 0; time < 4; time++) {
      const again = await buy(id, 'dan', key);
      expect(again.status).toBe(200);
      expect(await again.text()).toBe(first);
    }
    expect(await stockOf(id)).toBe(6);

    const twins = await Promise.all(Array.from({ length: 3 }, () => buy(id, 'eve', { 'idempotency-key': 'twins' })));
    expect(twins.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await limitOf('eve')).toMatchObject({ used: 1 });
  });

  test('is reset by the instructor', async () => {
    const id = await put(9);
    for (let time = 0; time < 4; time++) await buy(id, 'fay');
    expect((await api.call('/api/admin/limits/fay', { method: 'DELETE', headers: INSTRUCTOR })).status).toBe(204);
    expect(await limitOf('fay')).toMatchObject({ used: 0 });
    expect((await buy(id, 'fay')).status).toBe(200);
  });

  test('also holds for an address, with any number of users, and then costs none of them a try', async () => {
    const id = await put(1_000);
    // The tests before have used some already.
    let refused: Response | null = null;
    for (let user = 0; user <= PER_IP && refused === null; user++) {
      const response = await buy(id, `crowd-${user}`);
      if (response.status === 429) refused = response;
    }
    if (!refused) throw new Error('No purchase was refused.');
    expect(await refusal(refused)).toMatchObject({ code: 'too_many_purchases', details: [{ name: 'ip' }] });
    await buy(id, 'gus');
    expect(await limitOf('gus')).toMatchObject({ used: 0 });
  });

  test('goes on in memory when Redis is killed, and no buyer is refused because of that', async () => {
    const id = await put(50);
    const servers = redis.servers;
    for (const { pid } of servers) process.kill(pid, 'SIGKILL');
    await waitUntil('Redis is gone', () => !servers.some(isAlive));
    // Counted in memory now, from zero.
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => buy(id, 'hal')))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(await stockOf(id)).toBe(47);
    expect(await limitOf('hal')).toMatchObject({ used: 3, store: 'memory' });
  });
});
