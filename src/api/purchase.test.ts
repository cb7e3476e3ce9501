import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopPurchaseReply } from '@/api/schemas/shop-replies';
import { apiClient, refusal, type ApiClient } from '@/testing/api-client';
import { waitUntil } from '@/domain/wait-until';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

let web: WebUnderTest;
let api: ApiClient;
let sql: postgres.Sql;
beforeAll(async () => {
  // The shop sells as always, but without rate limits.
  web = await startWebUnderTest({ env: { STAMPEDE_PURCHASES_PER_USER: '100000', STAMPEDE_PURCHASES_PER_IP: '100000' } });
  api = apiClient(web.url);
  sql = postgres(web.databaseUrl, { max: 2, onnotice: () => undefined });
}, 180_000);
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await web.stop();
});

const put = async (stock: number, price = '49.00'): Promise<number> => ((await (await api.post('/api/inventory', { name: 'Ticket', stock, price })).json()) as { id: number }).id;
const stockOf = async (id: number): Promise<number> => ((await (await api.call(`/api/stock/${id}`)).json()) as { stock: number }).stock;
const ordersOf = async (id: number): Promise<{ units: number; orders: number }> =>
  (await sql<{ units: number; orders: number }[]>`select coalesce(sum(quantity), 0)::int as units, count(*)::int as orders from orders where product_id = ${id}`)[0] ?? { units: -1, orders: -1 };
const statuses = async (calls: Promise<Response>[]): Promise<Record<number, number>> => {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(calls)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('POST /api/purchase', () => {
  test('answers with the order, its product and exact prices', async () => {
    const id = await put(5, '0.10');
    const response = await api.post('/api/purchase', { productId: id, userId: 'ann', quantity: 3 });
    expect(response.status).toBe(200);
    expect(response.headers.get('ratelimit-limit')).toBe('100000');
    const { order } = shopPurchaseReply.strict().parse(await response.json());
    // 3 x 0.1 is 0.30000000000000004 for a float.
    expect(order).toMatchObject({ productId: id, productName: 'Ticket', userId: 'ann', quantity: 3, unitPrice: '0.10', totalPrice: '0.30', remaining: 2 });
    expect(Number.isNaN(Date.parse(order.createdAt))).toBe(false);
    const dear = await api.post('/api/purchase', { productId: await put(100, '99999999.99'), userId: 'ann', quantity: 100 });
    expect(((await dear.json()) as { order: { totalPrice: string } }).order.totalPrice).toBe('9999999999.00');
  });

  test('sells 5 units to 10 simultaneous buyers exactly 5 times, and answers sold out to the other 5', async () => {
    for (let round = 0; round < 3; round++) {
      const id = await put(5);
      const calls = Array.from({ length: 10 }, (_, buyer) => api.post('/api/purchase', { productId: id, userId: `buyer-${buyer}` }));
      expect(await statuses(calls)).toEqual({ 200: 5, 409: 5 });
      expect(await stockOf(id)).toBe(0);
      expect(await ordersOf(id)).toEqual({ units: 5, orders: 5 });
    }
  });

  test('sells exactly 100 units when 50 users buy 3 times each, and orders and stock add up', async () => {
    const id = await put(100);
    const calls = Array.from({ length: 150 }, (_, call) => api.post('/api/purchase', { productId: id, userId: `user-${call % 50}` }));
    expect(await statuses(calls)).toEqual({ 200: 100, 409: 50 });
    const { units, orders } = await ordersOf(id);
    const stock = await stockOf(id);
    expect({ units, orders, stock }).toEqual({ units: 100, orders: 100, stock: 0 });
    expect(units + stock).toBe(100);
  });

  test('replays the order for the same key, also for simultaneous purchases, and sells once', async () => {
    const id = await put(5);
    const buy = (body = { productId: id, userId: 'ann', quantity: 2 }) => api.post('/api/purchase', body, { 'idempotency-key': 'key-1' });
    const twins = await Promise.all([buy(), buy(), buy()]);
    const bodies = await Promise.all([...twins, await buy()].map((response) => response.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(await stockOf(id)).toBe(3);
    expect(await ordersOf(id)).toEqual({ units: 2, orders: 1 });
    expect(await refusal(await buy({ productId: id, userId: 'bob', quantity: 2 }))).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(await stockOf(id)).toBe(3);
  });

  test("sells the shop's products and none of a flood", async () => {
    const [flooded] = await sql<{ id: number }[]>`insert into product (name, price, run_id) values ('flooded', 1, 'a-run') returning id`;
    const id = flooded?.id ?? 0;
    await sql`insert into inventory (product_id, stock, initial_stock) values (${id}, 5, 5)`;
    for (const productId of [id, 2_000_000_000]) {
      expect(await refusal(await api.post('/api/purchase', { productId, userId: 'ann' }))).toMatchObject({ status: 404, code: 'unknown_product' });
    }
    expect(await ordersOf(id)).toEqual({ units: 0, orders: 0 });
  });

  test('moves back a product that was sold through another stock model', async () => {
    const id = await put(4);
    expect((await api.post('/api/buy-good/skip-locked', { productId: id, userId: 'ann' })).status).toBe(200);
    expect((await api.post('/api/purchase', { productId: id, userId: 'bob' })).status).toBe(200);
    expect(await stockOf(id)).toBe(2);
  });

  const HOSTILE = [
    '',
    '[]',
    'null',
    '"x"',
    '{"productId":',
    '{"productId":1}',
    '{"userId":"ann"}',
    '{"productId":1,"userId":"ann","quantity":0}',
    '{"productId":1,"userId":"ann","quantity":-1}',
    '{"productId":1,"userId":"ann","quantity":1.5}',
    '{"productId":1,"userId":"ann","quantity":"1"}',
    '{"productId":1,"userId":"ann","quantity":101}',
    '{"productId":1e400,"userId":"ann"}',
    '{"productId":99999999999999999999,"userId":"ann"}',
    '{"productId":2147483648,"userId":"ann"}',
    '{"productId":"1","userId":"ann"}',
    '{"productId":[1],"userId":"ann"}',
    '{"productId":1,"userId":""}',
    '{"productId":1,"userId":"   "}',
    '{"productId":1,"userId":"a\\u0000b"}',
    '{"productId":1,"userId":"a\\nb"}',
    '{"productId":1,"userId":"\\ud800"}',
    `{"productId":1,"userId":"${'x'.repeat(65)}"}`,
    '{"productId":1,"userId":{"toString":"ann"}}',
    '{"productId":1,"userId":"ann","__proto__":{"quantity":1}}',
    '{"productId":1,"userId":"ann","constructor":{}}',
    '{"productId":1,"userId":"ann","cart":[1]}',
    '{"productId":1,"userId":"ann","price":"0.01"}',
  ];
  test.each(HOSTILE)('%s is refused and changes nothing', async (body) => {
    const before = await sql`select sum(stock) as stock, (select count(*) from orders) as orders from inventory`;
    const { status } = await refusal(await api.post('/api/purchase', body));
    expect(status).toBe(400);
    expect(await sql`select sum(stock) as stock, (select count(*) from orders) as orders from inventory`).toEqual(before);
  });

  test.each(['a b', 'é', 'x'.repeat(129), ''])('the key %j is refused', async (key) => {
    const id = await put(1);
    const answered = await api.post('/api/purchase', { productId: id, userId: 'ann' }, { 'idempotency-key': Buffer.from(key).toString('latin1') });
    expect(answered.status).toBe(400);
    expect(await stockOf(id)).toBe(1);
  });

  test.each(['__proto__', 'constructor', 'ユーザー', '🎸🎸', "'; drop table orders; --", 'a:b*{c}', '\u202eann'])('%s is a user like any other', async (userId) => {
    const id = await put(1);
    const response = await api.post('/api/purchase', { productId: id, userId });
    expect(((await response.json()) as { order: { userId: string } }).order.userId).toBe(userId);
  });
});

describe('GET /api/stock/{id}', () => {
  test('answers while a crowd floods another product', async () => {
    const id = await put(7);
    const run = await api.flood({ strategies: ['naive', 'for-update'], stock: 100, buyers: 2_000, concurrency: 200 });
    const ended = new AbortController();
    const over = api.eventsOf(run.id).finally(() => ended.abort());
    let answers = 0;
    while (!ended.signal.aborted) {
      const response = await api.call(`/api/stock/${id}`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(await response.json()).toEqual({ productId: id, name: 'Ticket', stock: 7, initialStock: 7 });
      answers += 1;
    }
    const { events } = await over;
    expect(events.at(-1)?.kind).toBe('finished');
    expect(answers).toBeGreaterThan(10);
  });

  test('answers at once while every selling connection waits for a row, because it has its own connections', async () => {
    const [waitedFor, other] = [await put(40), await put(7)];
    const buyers: Promise<Response>[] = [];
    const waiting = async (): Promise<number> => (await sql<{ waiting: number }[]>`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and application_name = 'stampede web shop' and wait_event_type = 'Lock'`)[0]?.waiting ?? 0;
    await sql.begin(async (tx) => {
      await tx`select 1 from inventory where product_id = ${waitedFor} for update`;
      for (let buyer = 0; buyer < 12; buyer++) buyers.push(api.post('/api/purchase', { productId: waitedFor, userId: `waiting-${buyer}` }));
      await waitUntil('every connection that sells waits', async () => (await waiting()) === POOL);
      expect(await stockOf(waitedFor)).toBe(40);
      expect(await stockOf(other)).toBe(7);
      // They were answered while all of these still waited.
      expect(await waiting()).toBe(POOL);
    });
    expect(await statuses(buyers)).toEqual({ 200: 12 });
    expect(await stockOf(waitedFor)).toBe(28);
  });
});

/** Connections of the web's own shop. */
const POOL = 5;
