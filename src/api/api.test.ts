import { beforeAll, describe, expect, test } from 'vitest';
import { apiClient, NO_RUN, refusal, SMALL_FLOOD, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';
import { productReply, purchaseReply } from '@/api/schemas/replies';

let web: WebAddress;
let api: ApiClient;
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
}, 600_000);

describe('a product', () => {
  test('is created, sold through a bad and a good endpoint, watched and reset', async () => {
    const created = await api.post('/api/inventory', { name: ' Letztes Ticket für 🎸 ', stock: 2, price: '19.90' });
    expect(created.status).toBe(201);
    const product = productReply.parse(await created.json());
    expect(product.name).toBe('Letztes Ticket für 🎸');
    const { id } = product;
    const buy = (path: string, userId: string) => api.post(path, { productId: id, userId });

    const first = await buy('/api/buy-good', 'ann');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('application/json');
    expect(purchaseReply.strict().parse(await first.json()).order).toMatchObject({ productId: id, userId: 'ann', quantity: 1 });
    expect((await buy('/api/buy-good/for-update', 'bob')).status).toBe(200);
    expect((await buy('/api/buy-bad', 'cat')).status).toBe(409);
    expect(await (await api.call(`/api/stock/${id}`)).json()).toMatchObject({ productId: id, stock: 0, initialStock: 2 });

    const watching = new AbortController();
    const stream = await api.call(`/api/stock/${id}/events`, { signal: watching.signal });
    const reader = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const readUntil = async (text: string) => {
      while (!seen.includes(text)) seen += (await reader.read()).value ?? '';
    };
    await readUntil('"stock":0');
    expect((await api.post(`/api/inventory/${id}/reset`, {})).status).toBe(200);
    await readUntil('"stock":2');
    watching.abort();
  });
});

describe('strangers', () => {
  test('a page of another site cannot change anything', async () => {
    const foreign = await api.post('/api/floods', SMALL_FLOOD, { origin: 'http://evil.example' });
    expect(await refusal(foreign)).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect((await api.post('/api/floods', SMALL_FLOOD, { origin: 'null' })).status).toBe(403);
    expect((await api.post('/api/buy-bad', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await api.call('/api/floods/x', { method: 'DELETE', headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await api.call('/api/floods', { headers: { origin: 'http://evil.example' } })).status).toBe(200);
  });

  test('a call to another host name that leads here cannot change anything', async () => {
    const { port } = new URL(web.url);
    const rebound = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
    expect(await api.rawCall('POST', '/api/floods', rebound)).toBe('403 forbidden_host');
    expect(await api.rawCall('POST', '/api/buy-good', { host: 'evil.example' })).toBe('403 forbidden_host');
    expect(await api.rawCall('DELETE', `/api/floods/${NO_RUN}`, { host: '127.0.0.1.evil.example' })).toBe('403 forbidden_host');
    for (const host of ['localhost', '127.0.0.1:80', '[::1]:3000']) {
      expect(await api.rawCall('DELETE', `/api/floods/${NO_RUN}`, { host }), host).toBe('404 not_found');
    }
    expect(await api.rawCall('GET', '/api/ready', { host: 'evil.example' })).toMatch(/^200/);
  });
});

describe('the rest of the API', () => {
  test('reports its health and its contents', async () => {
    expect(await (await api.call('/api/health')).json()).toMatchObject({ ok: true, postgres: { up: true }, redis: { up: true } });
    expect(await (await api.call('/api/ready')).json()).toEqual({ ready: true });
    const strategies = (await (await api.call('/api/strategies')).json()) as { id: string; source: string }[];
    expect(strategies.map(({ id }) => id)).toContain('naive');
    for (const { id, source } of strategies) expect(source, id).toContain(`id: '${id}'`);
    expect(((await (await api.call('/api/experiments')).json()) as unknown[]).length).toBeGreaterThan(0);
  });

  test('describes exactly the routes that it answers', async () => {
    const document = (await (await api.call('/api/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(JSON.stringify(document.paths['/api/floods'])).toContain('thinkMs');
    expect(Object.keys(document.paths)).toContain('/api/openapi.json');
    for (const path of Object.keys(document.paths)) {
      const response = await api.call(path.replace('{id}', 'nobody'), { method: 'OPTIONS' });
      expect(response.status, path).toBe(204);
    }
  });

  test('sends its security headers, and no header that names its framework', async () => {
    const { headers } = await api.call('/');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
