import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, type ApiClient } from '@/testing/api-client';
import { openEventStream } from '@/testing/event-stream';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

const TOKEN = 'a-token-of-the-test';
const INSTRUCTOR = { authorization: `Bearer ${TOKEN}` };

let web: WebUnderTest;
let api: ApiClient;
beforeAll(async () => {
  web = await startWebUnderTest({ token: TOKEN, env: { STAMPEDE_PURCHASES_PER_USER: '0', STAMPEDE_PURCHASES_PER_IP: '0' } });
  api = apiClient(web.url);
}, 180_000);
afterAll(() => web.stop());

interface Products {
  products: { id: number; stock: number; initialStock: number }[];
}
interface OneStock {
  productId: number;
  stock: number;
}

const create = async (stock: number): Promise<number> => {
  const response = await api.post('/api/inventory', { name: 'Live', stock });
  return ((await response.json()) as { id: number }).id;
};
const stockIn = (id: number, data: Products): number | undefined => data.products.find((line) => line.id === id)?.stock;
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

describe('live stock', () => {
  test('every open browser sees a sale of the web, a sale of a shop, an adjustment and a reset, soon and without a request', async () => {
    const id = await create(50);
    const all = await Promise.all([openEventStream(`${web.url}/api/products/events`), openEventStream(`${web.url}/api/products/events`)]);
    const one = await openEventStream(`${web.url}/api/stock/${id}/events`);
    await Promise.all(all.map((stream) => stream.next('the whole list first', (data: Products) => stockIn(id, data) === 50)));
    await one.next('the present value first', (data: OneStock) => data.productId === id && data.stock === 50);

    const latencies: Record<string, number[]> = { web: [], shop: [], admin: [] };
    let stock = 50;
    const act = async (by: string, change: () => Promise<Response>, left: number) => {
      const startMs = performance.now();
      expect((await change()).status).toBe(200);
      stock = left;
      // The first message about this product after a change is that change: nothing old, nothing in between, nothing twice.
      const [alone, ...others] = await Promise.all([
        one.next<OneStock>(`${by}: ${stock}`, () => true),
        ...all.map((stream) => stream.next<Products>(`${by}: ${stock}`, (data) => stockIn(id, data) !== undefined)),
      ]);
      expect([alone.data.stock, ...others.map(({ data }) => stockIn(id, data))]).toEqual([stock, stock, stock]);
      const slowest = Math.max(...[alone, ...others].map(({ atMs }) => atMs - startMs));
      latencies[by]?.push(slowest);
    };
    for (let round = 0; round < 7; round++) {
      await act('web', () => api.post('/api/purchase', { productId: id, userId: 'ann' }), stock - 1);
      await act('shop', () => fetch(`${web.shopUrl}/api/buy-good`, { method: 'POST', body: JSON.stringify({ productId: id, userId: 'bob' }) }), stock - 1);
      await act('admin', () => api.post(`/api/admin/products/${id}/stock`, { delta: 3 }, INSTRUCTOR), stock + 3);
    }
    await act('admin', () => api.post(`/api/admin/products/${id}/reset`, {}, INSTRUCTOR), 71);
    process.stdout.write(`seen after (median ms): ${Object.entries(latencies).map(([by, list]) => `${by} ${median(list).toFixed(0)}`).join(', ')}\n`);
    for (const stream of [...all, one]) stream.close();
  });
});
