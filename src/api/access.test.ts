import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, refusal, type ApiClient } from '@/testing/api-client';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';
import { API_ROUTES } from './table';

const TOKEN = 'a-token-of-the-test';

let web: WebUnderTest;
let api: ApiClient;
beforeAll(async () => {
  web = await startWebUnderTest({ host: '0.0.0.0', token: TOKEN, env: { STAMPEDE_CALLS_PER_MINUTE: '400' } });
  api = apiClient(web.url);
}, 180_000);
afterAll(() => web.stop());

/** What any caller on the network may use: reading, buying from the shop, and logging in. Everything else requires the token. */
const OPEN = new Set([
  'GET /api/experiments',
  'GET /api/explorations/{id}',
  'GET /api/faults',
  'GET /api/floods',
  'GET /api/floods/{id}',
  'GET /api/floods/{id}/events',
  'GET /api/floods/{id}/traces',
  'GET /api/floods/{id}/traces/{strategy}',
  'GET /api/guarantees',
  'GET /api/health',
  'GET /api/labs/{id}',
  'GET /api/labs/{id}/spec',
  'GET /api/lessons',
  'GET /api/live',
  'GET /api/metrics',
  'GET /api/openapi.json',
  'GET /api/products',
  'GET /api/products/events',
  'GET /api/ready',
  'GET /api/session',
  'GET /api/stock/{id}',
  'GET /api/stock/{id}/events',
  'GET /api/strategies',
  'POST /api/login',
  'POST /api/logout',
  'POST /api/purchase',
]);

/** Calls it without anything that could take effect: no body, and an unknown id. Streams are closed at once. */
async function statusAndCode(operation: string, headers: Record<string, string> = {}): Promise<string> {
  const [method = '', path = ''] = operation.split(' ');
  const leaving = new AbortController();
  const response = await api.call(path.replace(/\{\w+\}/g, '2000000000'), { method, headers, signal: leaving.signal });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    leaving.abort();
    return String(response.status);
  }
  const text = await response.text();
  return `${response.status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`.trim();
}

describe('on a network', () => {
  const all = API_ROUTES.map(({ method, path }) => `${method} ${path}`).sort();

  test('every route is listed as open or as requiring the token', () => {
    expect(all.length).toBeGreaterThan(30);
    for (const open of OPEN) expect(all).toContain(open);
  });

  test.each(all)('%s is open or requires the token, as listed', async (operation) => {
    const without = await statusAndCode(operation);
    if (OPEN.has(operation)) {
      expect(without).not.toMatch(/^(401|403)/);
    } else {
      expect(without).toBe('401 token_needed');
      // With the token it behaves as on loopback.
      expect(await statusAndCode(operation, { authorization: `Bearer ${TOKEN}` })).not.toMatch(/^(401|403|5)/);
    }
  });

  test('a page can read that flooding requires a token here', async () => {
    expect(await (await api.call('/api/session')).json()).toEqual({ instructor: false, tokenNeeded: true });
  });

  test('a call from another site is refused, token or not', async () => {
    const evil = { origin: 'http://evil.example', authorization: `Bearer ${TOKEN}` };
    expect(await refusal(await api.post('/api/floods', {}, evil))).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect(await refusal(await api.post('/api/purchase', {}, evil))).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect(await refusal(await api.post('/api/login', { token: TOKEN }, evil))).toMatchObject({ status: 403, code: 'forbidden_origin' });
  });

  test('tokens cannot be guessed for long: the eleventh try of an address within a minute is not even checked', async () => {
    const tries: string[] = [];
    for (let count = 0; count < 6; count++) tries.push((await refusal(await api.post('/api/login', { token: `guess-number-${count}` }))).code);
    for (let count = 0; count < 6; count++) tries.push(await statusAndCode('GET /api/admin/stats', { authorization: `Bearer guess-number-${count}` }));
    expect(tries.slice(-1)).toEqual(['429 too_many_logins']);
    const refused = await api.post('/api/login', { token: TOKEN });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    // A caller that has the token is not locked out.
    expect(await statusAndCode('GET /api/admin/stats', { authorization: `Bearer ${TOKEN}` })).toBe('200');
  });

  test('calls to the API are limited for each address, except those of the instructor and of monitoring', async () => {
    let refused: Response | null = null;
    for (let count = 0; count <= 400 && refused === null; count++) {
      const response = await api.call('/api/session');
      await response.clone().text();
      if (response.status === 429) refused = response;
    }
    if (!refused) throw new Error('No call was refused.');
    expect(await refusal(refused.clone())).toMatchObject({ status: 429, code: 'too_many_calls' });
    expect(refused.headers.get('ratelimit-limit')).toBe('400');
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    for (const path of ['/api/health', '/api/ready']) expect((await api.call(path)).status, path).toBe(200);
    expect((await api.call('/api/session', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
  });
});
