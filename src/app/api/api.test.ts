import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunDetail, RunSummary } from '@/domain/run-event';
import { isLastEvent } from '@/domain/run-event';
import { decodeRunEvent } from '@/streaming/run-event-codec';
import { until } from '@/testing/until';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';
import { productReply, purchaseReply } from './_lib/reply-schemas';

let web: WebUnderTest;
beforeAll(async () => {
  web = await startWebUnderTest();
}, 180_000);
afterAll(() => web.stop());

interface Refusal {
  error: { code: string; message: string; details?: { name: string; expected: string }[] };
}

const call = (path: string, init?: RequestInit) => fetch(new URL(path, web.url), init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });

/** A call with a Host of one's own, or with a path that is no URL: `fetch` allows neither. Its status and code. */
function rawCall(method: string, path: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = rawRequest({ host: '127.0.0.1', port: new URL(web.url).port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(`${String(response.statusCode)} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`));
    });
    sent.on('error', reject).end();
  });
}

async function refusal(response: Response): Promise<{ status: number } & Refusal['error']> {
  return { status: response.status, ...((await response.json()) as Refusal).error };
}

/** Could be a run's id, and is none. */
const NO_RUN = '00000000-0000-4000-8000-000000000000';
const SMALL = { strategies: ['naive', 'conditional-update'], stock: 5, buyers: 60, concurrency: 30 };

async function flood(plan: unknown): Promise<RunSummary> {
  const response = await post('/api/floods', plan);
  expect(response.status).toBe(202);
  return (await response.json()) as RunSummary;
}

/** The whole stream of a run, and the ids on it. It ends by itself, or this does not return. */
async function eventsOf(runId: string, headers: Record<string, string> = {}) {
  const text = await (await call(`/api/floods/${runId}/events`, { headers })).text();
  return {
    ids: [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    events: [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => decodeRunEvent(line ?? '')),
  };
}

describe('bad input leaves nothing behind and says what was expected', () => {
  test('bad JSON is 400 bad_json', async () => {
    expect(await refusal(await post('/api/floods', '{"stock":'))).toMatchObject({ status: 400, code: 'bad_json' });
    expect(await refusal(await post('/api/inventory', ''))).toMatchObject({ status: 400, code: 'bad_json' });
  });

  test('every fault of a plan is named at once', async () => {
    const { status, code, details } = await refusal(
      await post('/api/floods', { stock: -1, buyers: 1.5, concurrency: '200', strategies: ['nonsense'], replicas: 1e9, colour: 'red' }),
    );
    expect({ status, code }).toEqual({ status: 400, code: 'invalid' });
    const names = (details ?? []).map(({ name }) => name);
    for (const field of ['stock', 'buyers', 'concurrency', 'strategies.0', 'replicas', 'colour']) expect(names).toContain(field);
    expect(details?.every(({ expected }) => expected.length > 0)).toBe(true);
  });

  test.each(['null', '[]', '"flood"', '7'])('a body that is %s is refused', async (body) => {
    expect(await refusal(await post('/api/floods', body))).toMatchObject({ status: 400, code: 'invalid' });
  });

  test('a body of 1 MB is 413, with a length and without one', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1_000_000), stock: 1 });
    expect(await refusal(await post('/api/inventory', large))).toMatchObject({ status: 413, code: 'body_too_large' });
    const streamed = { method: 'POST', body: new Blob([large]).stream(), duplex: 'half' };
    expect((await call('/api/floods', streamed as RequestInit)).status).toBe(413);
  });

  test('a page of another site cannot change anything', async () => {
    const foreign = await post('/api/floods', SMALL, { origin: 'http://evil.example' });
    expect(await refusal(foreign)).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect((await post('/api/floods', SMALL, { origin: 'null' })).status).toBe(403);
    expect((await post('/api/buy-bad', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call('/api/floods/x', { method: 'DELETE', headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await call('/api/floods', { headers: { origin: 'http://evil.example' } })).status).toBe(200);
  });

  test('a name that leads here from elsewhere cannot change anything', async () => {
    const { port } = new URL(web.url);
    const rebound = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
    expect(await rawCall('POST', '/api/floods', rebound)).toBe('403 forbidden_host');
    expect(await rawCall('POST', '/api/buy-good', { host: 'evil.example' })).toBe('403 forbidden_host');
    expect(await rawCall('DELETE', `/api/floods/${NO_RUN}`, { host: '127.0.0.1.evil.example' })).toBe('403 forbidden_host');
    for (const host of ['localhost', '127.0.0.1:80', '[::1]:3000']) {
      expect(await rawCall('DELETE', `/api/floods/${NO_RUN}`, { host }), host).toBe('404 not_found');
    }
    expect(await rawCall('GET', '/api/ready', { host: 'evil.example' })).toMatch(/^200/);
  });

  test.each(['0x1', '1e2', '01', '%201', '+1', '1.0', '-1', '0', '2147483648', '99999999999', '1%00'])('%s is no product id', async (id) => {
    for (const path of [`/api/stock/${id}`, `/api/stock/${id}/events`]) {
      const { status, details } = await refusal(await call(path));
      expect({ status, name: details?.[0]?.name }, path).toEqual({ status: 400, name: 'id' });
    }
    expect((await post(`/api/inventory/${id}/reset`, {})).status).toBe(400);
  });

  test.each(['limit=0x5', 'limit=1e1', 'limit=', 'limit=201', 'limit=5&limit=6', 'limits=5'])('?%s is refused', async (query) => {
    expect(await refusal(await call(`/api/floods?${query}`))).toMatchObject({ status: 400, code: 'invalid' });
  });

  test.each(['%00', 'a%00b', '%27', '9'.repeat(5_000), 'null'])('%s is no run, without a word to the database', async (id) => {
    for (const path of [`/api/floods/${id}`, `/api/floods/${id}/events`]) {
      expect(await refusal(await call(path)), path).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect(await refusal(await call(`/api/floods/${id}`, { method: 'DELETE' }))).toMatchObject({ status: 404, code: 'not_found' });
  });

  test.each(['', '   ', '\u00a0', 'a\u0000b', 'ticket\n', '\u007f', '\u0085x', '\ud800', 'x\udc00'])('a product named %j is refused', async (name) => {
    const { status, details } = await refusal(await post('/api/inventory', JSON.stringify({ name, stock: 1 })));
    expect({ status, names: details?.map((fault) => fault.name) }).toEqual({ status: 400, names: ['name'] });
  });

  test('every fault of a purchase is named too', async () => {
    const { details } = await refusal(await post('/api/buy-good', { productId: 0, userId: '', quantity: 1.5 }));
    expect(details?.map(({ name }) => name)).toEqual(['productId', 'userId', 'quantity']);
  });

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s of what the API does not have is 404 in JSON', async (method) => {
    for (const path of ['/api/nothing', '/api/floods/x/y/z', '/api/buy-good/naive/now']) {
      expect(await refusal(await call(path, { method })), path).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('what does not exist is 404, and the wrong method 405', async () => {
    for (const path of ['/api/floods/nobody', '/api/floods/nobody/events', `/api/floods/${NO_RUN}`, `/api/floods/${NO_RUN}/events`, '/api/stock/2000000000', '/api/stock/2000000000/events']) {
      expect(await refusal(await call(path)), path).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await post('/api/inventory/2000000000/reset', {})).status).toBe(404);
    expect((await call('/api/floods/nobody', { method: 'DELETE' })).status).toBe(404);
    expect((await post('/api/buy-good/nonsense', { productId: 1, userId: 'a' })).status).toBe(404);
    expect((await call('/api/floods', { method: 'PUT' })).status).toBe(405);
    expect((await call('/api/stock/seven')).status).toBe(400);
  });

  test('none of it was stored', async () => {
    expect(await (await call('/api/floods')).json()).toEqual([]);
  });
});

describe('a product', () => {
  test('is created, sold by both halves of the shop, watched and reset', async () => {
    const created = await post('/api/inventory', { name: ' Letztes Ticket für 🎸 ', stock: 2, price: '19.90' });
    expect(created.status).toBe(201);
    const product = productReply.parse(await created.json());
    expect(product.name).toBe('Letztes Ticket für 🎸');
    const { id } = product;
    const buy = (path: string, userId: string) => post(path, { productId: id, userId });

    const first = await buy('/api/buy-good', 'ann');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('application/json');
    expect(purchaseReply.strict().parse(await first.json()).order).toMatchObject({ productId: id, userId: 'ann', quantity: 1 });
    expect((await buy('/api/buy-good/for-update', 'bob')).status).toBe(200);
    expect((await buy('/api/buy-bad', 'cat')).status).toBe(409);
    expect(await (await call(`/api/stock/${id}`)).json()).toMatchObject({ productId: id, stock: 0, initialStock: 2 });

    const watching = new AbortController();
    const stream = await call(`/api/stock/${id}/events`, { signal: watching.signal });
    const reader = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const readUntil = async (text: string) => {
      while (!seen.includes(text)) seen += (await reader.read()).value ?? '';
    };
    await readUntil('"stock":0');
    expect((await post(`/api/inventory/${id}/reset`, {})).status).toBe(200);
    await readUntil('"stock":2');
    watching.abort();
  });
});

describe('a flood', () => {
  test('tells its story to the end, to late readers too, and from where a reader was', async () => {
    const run = await flood(SMALL);
    const { ids, events } = await eventsOf(run.id);
    expect(events.map(({ kind }) => kind)).toContain('started');
    expect(events.at(-1)?.kind).toBe('finished');
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);

    expect((await eventsOf(run.id)).ids).toEqual(ids);
    const middle = ids[Math.floor(ids.length / 2)] ?? 0;
    expect((await eventsOf(run.id, { 'last-event-id': String(middle) })).ids).toEqual(ids.filter((id) => id > middle));

    const detail = (await (await call(`/api/floods/${run.id}`)).json()) as RunDetail;
    expect(detail.status).toBe('finished');
    const [naive, fixed] = detail.report?.lanes ?? [];
    expect([naive, fixed].map((lane) => lane?.verdict).sort()).toEqual(['pass', 'violated']);
    const listed = (await (await call('/api/floods?limit=1')).json()) as RunSummary[];
    expect(listed.map(({ id }) => id)).toEqual([run.id]);
  });

  test('can be cancelled, and then ends as failed', async () => {
    const run = await flood({ ...SMALL, buyers: 20_000, thinkMs: 20 });
    expect((await call(`/api/floods/${run.id}`, { method: 'DELETE' })).status).toBe(204);
    const { events } = await eventsOf(run.id);
    expect(events.filter(isLastEvent)).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } });
    expect((await call(`/api/floods/${run.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('is told to everybody on the live line, with how many they are', async () => {
    const listening = new AbortController();
    const heard: string[] = [];
    const listen = async () => {
      const { body } = await call('/api/live', { signal: listening.signal });
      const heardHere = heard.push('') - 1;
      for await (const text of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) heard[heardHere] = `${heard[heardHere] ?? ''}${text}`;
    };
    const ended = Promise.allSettled([listen(), listen()]);
    await until('both are counted', () => heard.length === 2 && heard.every((text) => text.includes('"count":2')));
    const run = await flood(SMALL);
    await until('both hear it end', () => heard.every((text) => text.includes(run.id) && text.includes('"status":"finished"')));
    listening.abort();
    await ended;
  });
});

describe('the rest of the API', () => {
  test('says how it is and what there is', async () => {
    expect(await (await call('/api/health')).json()).toMatchObject({ ok: true, postgres: { up: true }, redis: { up: true } });
    expect(await (await call('/api/ready')).json()).toEqual({ ready: true });
    const strategies = (await (await call('/api/strategies')).json()) as { id: string; source: string }[];
    expect(strategies.map(({ id }) => id)).toContain('naive');
    expect(strategies.every(({ source }) => source.includes('purchase'))).toBe(true);
    expect(((await (await call('/api/experiments')).json()) as unknown[]).length).toBeGreaterThan(0);
  });

  test('describes itself, and only what it answers', async () => {
    const document = (await (await call('/api/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(JSON.stringify(document.paths['/api/floods'])).toContain('thinkMs');
    expect(Object.keys(document.paths)).toContain('/api/openapi.json');
    for (const path of Object.keys(document.paths)) {
      const response = await call(path.replace('{id}', 'nobody'), { method: 'OPTIONS' });
      expect(response.status, path).toBe(204);
    }
  });

  test('sends its security headers and not its make', async () => {
    const { headers } = await call('/');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
