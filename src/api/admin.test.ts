import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activityReply, redisReply, slowReply, statsReply } from '@/api/schemas/shop-replies';
import { waitUntil } from '@/domain/wait-until';
import { apiClient, refusal, type ApiClient } from '@/testing/api-client';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

const TOKEN = 'a-token-of-the-test';
const INSTRUCTOR = { authorization: `Bearer ${TOKEN}` };

let web: WebUnderTest;
let api: ApiClient;
let sql: postgres.Sql;
beforeAll(async () => {
  web = await startWebUnderTest({ token: TOKEN, env: { STAMPEDE_PURCHASES_PER_USER: '0', STAMPEDE_PURCHASES_PER_IP: '0' } });
  api = apiClient(web.url);
  sql = postgres(web.databaseUrl, { max: 2, onnotice: () => undefined });
}, 180_000);
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await web.stop();
});

const put = async (stock: number, price = '49.00'): Promise<number> => ((await (await api.post('/api/inventory', { name: 'Ticket', stock, price })).json()) as { id: number }).id;
const look = (path: string, headers: Record<string, string> = INSTRUCTOR) => api.call(path, { headers });
const stats = async () => statsReply.parse(await (await look('/api/admin/stats')).json());
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

describe('the statistics', () => {
  test('grow by exactly what was bought, in one statement that is shown with its time and plan', async () => {
    const before = await stats();
    const id = await put(10, '19.99');
    for (const quantity of [1, 2, 3]) await api.post('/api/purchase', { productId: id, userId: 'ann', quantity });
    const after = await stats();
    expect(cents(after.totalRevenue) - cents(before.totalRevenue)).toBe(6n * 1_999n);
    expect(after.unitsSold - before.unitsSold).toBe(6);
    expect(after.orders - before.orders).toBe(3);
    expect(after.topProducts).toContainEqual({ productId: id, name: 'Ticket', unitsSold: 6, oversold: 0, revenue: '119.94' });
    expect(after.meta.sql).toMatch(/^with sales as/);
    expect(after.meta.durationMs).toBeGreaterThan(0);
    expect(after.meta.plan.join('\n')).toMatch(/actual time=.*[\s\S]*Execution Time/);
  });
});

describe('stock', () => {
  test('is added, removed and restocked by the instructor', async () => {
    const id = await put(10);
    await api.post('/api/purchase', { productId: id, userId: 'ann', quantity: 4 });
    const adjust = (body: unknown) => api.post(`/api/admin/products/${id}/stock`, body, INSTRUCTOR);
    expect(await (await adjust({ delta: 5 })).json()).toMatchObject({ id, stock: 11, initialStock: 15 });
    expect(await (await adjust({ stock: 2 })).json()).toMatchObject({ stock: 2, initialStock: 6 });
    expect(await refusal(await adjust({ delta: -3 }))).toMatchObject({ status: 409, code: 'would_be_negative' });
    expect(await refusal(await adjust({ delta: 1_000_000 }))).toMatchObject({ status: 409, code: 'would_be_too_many' });
    expect(await (await api.post(`/api/admin/products/${id}/reset`, {}, INSTRUCTOR)).json()).toMatchObject({ stock: 6, initialStock: 6 });
    await api.post('/api/buy-good/skip-locked', { productId: id, userId: 'ann' });
    expect(await refusal(await adjust({ delta: 1 }))).toMatchObject({ status: 409, code: 'counted_elsewhere' });
    expect((await api.post('/api/admin/products/2000000000/stock', { delta: 1 }, INSTRUCTOR)).status).toBe(404);
    expect((await api.post('/api/admin/products/2000000000/reset', {}, INSTRUCTOR)).status).toBe(404);
  });

  test.each(['{}', '{"delta":1,"stock":1}', '{"delta":0.5}', '{"delta":1e99}', '{"stock":-1}', '{"stock":"5"}', '{"delta":1,"__proto__":{}}', '[]', 'null', ''])('%s is refused and changes nothing', async (body) => {
    const id = await put(3);
    expect((await api.post(`/api/admin/products/${id}/stock`, body, INSTRUCTOR)).status).toBe(400);
    expect(await (await api.call(`/api/stock/${id}`)).json()).toMatchObject({ stock: 3, initialStock: 3 });
  });
});

describe('what the instructor sees about the servers', () => {
  test('which session waits for which, while one waits', async () => {
    const id = await put(1);
    const bought: Promise<Response>[] = [];
    await sql.begin(async (tx) => {
      await tx`select 1 from inventory where product_id = ${id} for update`;
      bought.push(api.post('/api/purchase', { productId: id, userId: 'ann' }));
      await waitUntil('the purchase waits', async () => {
        const { waits } = activityReply.parse(await (await look('/api/admin/database')).json());
        return waits.some((wait) => wait.waitingApplication === 'stampede web shop' && wait.blockingQuery.includes('for update') && wait.lock !== 'unknown');
      });
    });
    expect((await bought[0])?.status).toBe(200);
    const { pool, waits } = activityReply.parse(await (await look('/api/admin/database')).json());
    expect(waits).toEqual([]);
    expect(pool.some(({ applicationName }) => applicationName === 'stampede web shop')).toBe(true);
  });

  test('Redis, and the slow requests', async () => {
    const { servers } = redisReply.parse(await (await look('/api/admin/redis')).json());
    expect(servers.length).toBe(5);
    expect(servers.every(({ up, latencyMs }) => up && latencyMs !== null)).toBe(true);
    expect(slowReply.parse(await (await look('/api/admin/slow')).json()).thresholdMs).toBe(500);
  });

  test.each(['%00', 'x'.repeat(65), '%20', '%F0%9F%8E%B8%0A'])('the limit of %s is refused: no user can have such a name', async (user) => {
    expect((await look(`/api/admin/limits/${user}`)).status).toBe(400);
  });
});

describe('on loopback too', () => {
  test('admin requires the token, and nothing else does', async () => {
    const id = await put(3);
    for (const path of ['/api/admin/stats', '/api/admin/slow', '/api/admin/database', '/api/admin/redis', '/api/admin/limits/ann']) {
      expect(await refusal(await look(path, {})), path).toMatchObject({ status: 401, code: 'token_needed' });
    }
    expect(await refusal(await api.post(`/api/admin/products/${id}/stock`, { delta: 1 }))).toMatchObject({ status: 401, code: 'token_needed' });
    expect(await (await api.call(`/api/stock/${id}`)).json()).toMatchObject({ stock: 3 });
    expect(await (await api.call('/api/session')).json()).toEqual({ instructor: false, tokenNeeded: false });
    expect((await api.post(`/api/inventory/${id}/reset`, {})).status).toBe(200);
  });

  test('logging in sets a cookie that no script can read, until logging out', async () => {
    expect(await refusal(await api.post('/api/login', { token: 'a-token-of-nobody' }))).toMatchObject({ status: 401, code: 'wrong_token' });
    const login = await api.post('/api/login', { token: TOKEN });
    expect(login.status).toBe(204);
    const [cookie = '', ...flags] = (login.headers.get('set-cookie') ?? '').split('; ');
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']));
    expect(cookie).not.toContain(TOKEN);
    expect((await look('/api/admin/stats', { cookie })).status).toBe(200);
    expect(await (await look('/api/session', { cookie: `theme=dark; ${cookie}` })).json()).toMatchObject({ instructor: true });
    expect((await look('/api/admin/stats', { cookie: `${cookie}x` })).status).toBe(401);
    // A page of another site cannot use it, even if the browser sends it along.
    const id = await put(3);
    expect((await api.post(`/api/admin/products/${id}/stock`, { delta: 1 }, { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await api.post('/api/logout', {}, { cookie })).headers.get('set-cookie')).toMatch(/^stampede_instructor=; .*Max-Age=0/);
  });
});
