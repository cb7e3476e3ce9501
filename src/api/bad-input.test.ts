import { beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '@/domain/run-event';
import { apiClient, NO_RUN, refusal, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let api: ApiClient;
/** Floods of other test files run here, too. */
let before: string[];
const stored = async (): Promise<string[]> => ((await (await api.call('/api/floods?limit=200')).json()) as RunSummary[]).map(({ id }) => id);
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
  before = await stored();
}, 600_000);

describe('bad input leaves nothing behind and says what was expected', () => {
  test('bad JSON is 400 bad_json', async () => {
    expect(await refusal(await api.post('/api/floods', '{"stock":'))).toMatchObject({ status: 400, code: 'bad_json' });
    expect(await refusal(await api.post('/api/inventory', ''))).toMatchObject({ status: 400, code: 'bad_json' });
  });

  test('all faults of a plan are named at once', async () => {
    const { status, code, details } = await refusal(
      await api.post('/api/floods', { stock: -1, buyers: 1.5, concurrency: '200', strategies: ['nonsense'], replicas: 1e9, colour: 'red' }),
    );
    expect({ status, code }).toEqual({ status: 400, code: 'invalid' });
    const names = (details ?? []).map(({ name }) => name);
    for (const field of ['stock', 'buyers', 'concurrency', 'strategies.0', 'replicas', 'colour']) expect(names).toContain(field);
    expect(details?.every(({ expected }) => expected.length > 0)).toBe(true);
  });

  test.each(['null', '[]', '"flood"', '7'])('a body that is %s is refused', async (body) => {
    expect(await refusal(await api.post('/api/floods', body))).toMatchObject({ status: 400, code: 'invalid' });
  });

  test('a body of 1 MB is 413, with a length and without one', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1_000_000), stock: 1 });
    expect(await refusal(await api.post('/api/inventory', large))).toMatchObject({ status: 413, code: 'body_too_large' });
    const streamed = { method: 'POST', body: new Blob([large]).stream(), duplex: 'half' };
    expect((await api.call('/api/floods', streamed as RequestInit)).status).toBe(413);
  });

  test.each(['0x1', '1e2', '01', '%201', '+1', '1.0', '-1', '0', '2147483648', '99999999999', '1%00'])('%s is no product id', async (id) => {
    for (const path of [`/api/stock/${id}`, `/api/stock/${id}/events`]) {
      const { status, details } = await refusal(await api.call(path));
      expect({ status, name: details?.[0]?.name }, path).toEqual({ status: 400, name: 'id' });
    }
    expect((await api.post(`/api/inventory/${id}/reset`, {})).status).toBe(400);
  });

  test.each(['limit=0x5', 'limit=1e1', 'limit=', 'limit=201', 'limit=5&limit=6', 'limits=5'])('?%s is refused', async (query) => {
    expect(await refusal(await api.call(`/api/floods?${query}`))).toMatchObject({ status: 400, code: 'invalid' });
  });

  test.each(['%00', 'a%00b', '%27', '9'.repeat(5_000), 'null'])('%s is no run, and the database is not asked', async (id) => {
    for (const path of [`/api/floods/${id}`, `/api/floods/${id}/events`]) {
      expect(await refusal(await api.call(path)), path).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect(await refusal(await api.call(`/api/floods/${id}`, { method: 'DELETE' }))).toMatchObject({ status: 404, code: 'not_found' });
  });

  test.each(['', '   ', '\u00a0', 'a\u0000b', 'ticket\n', '\u007f', '\u0085x', '\ud800', 'x\udc00'])('a product named %j is refused', async (name) => {
    const { status, details } = await refusal(await api.post('/api/inventory', JSON.stringify({ name, stock: 1 })));
    expect({ status, names: details?.map((fault) => fault.name) }).toEqual({ status: 400, names: ['name'] });
  });

  test('every fault of a purchase is named too', async () => {
    const { details } = await refusal(await api.post('/api/buy-good', { productId: 0, userId: '', quantity: 1.5 }));
    expect(details?.map(({ name }) => name)).toEqual(['productId', 'userId', 'quantity']);
  });

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s of an unknown route is 404 in JSON', async (method) => {
    for (const path of ['/api/nothing', '/api/floods/x/y/z', '/api/buy-good/naive/now']) {
      expect(await refusal(await api.call(path, { method })), path).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('what does not exist is 404, and the wrong method 405', async () => {
    for (const path of ['/api/floods/nobody', '/api/floods/nobody/events', `/api/floods/${NO_RUN}`, `/api/floods/${NO_RUN}/events`, '/api/stock/2000000000', '/api/stock/2000000000/events']) {
      expect(await refusal(await api.call(path)), path).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await api.post('/api/inventory/2000000000/reset', {})).status).toBe(404);
    expect((await api.call('/api/floods/nobody', { method: 'DELETE' })).status).toBe(404);
    expect((await api.post('/api/buy-good/nonsense', { productId: 1, userId: 'a' })).status).toBe(404);
    expect((await api.call('/api/floods', { method: 'PUT' })).status).toBe(405);
    expect((await api.call('/api/stock/seven')).status).toBe(400);
  });

  test('none of it was stored', async () => {
    expect(await stored()).toEqual(before);
  });
});
