import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusedMethod } from '@/api/allowed-methods';
import { Shutdown } from '@/api/runtime/shutdown';
import { readableLog } from '@/testing/log-lines';
import { rawExchange } from '@/testing/raw-http';
import { serverRuntime } from '@/testing/server-runtime';
import { waitUntil } from '@/domain/wait-until';
import { createWebServer } from './web-server';

const SLOW_MS = 60;
const { log, lines, text } = readableLog();
const runtime = serverRuntime(log);
const { slowRequests } = runtime;
let server: Server;
let url: string;
/** What the next request meets behind the server. */
let behind: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

beforeAll(async () => {
  server = createWebServer({
    handle: async (request, response) => behind(request, response),
    runtime,
    slowMs: SLOW_MS,
    trustedProxies: 0,
    dev: false,
    methods: refusedMethod,
    streamsPerClient: 2,
    limits: { headersMs: 300, requestMs: 600 },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  lines.length = 0;
  runtime.shutdown = new Shutdown();
  behind = (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.headers));
  };
});

const seenBehind = async (headers: Record<string, string>): Promise<Record<string, string>> => (await (await fetch(`${url}/api/x`, { headers })).json()) as Record<string, string>;
/** Until a request that began before has taken long enough to be a slow one. */
async function slowly(): Promise<void> {
  const since = performance.now();
  await waitUntil('it is slow', () => performance.now() - since > SLOW_MS);
}
const TIME = /^\d+\.\d+ms$/;
const get = (path: string, more = ''): Promise<string> => rawExchange(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n`);

describe('what a client says of itself', () => {
  test('never reaches the routes: who it is and the nonce are ours, whatever it claims', async () => {
    const seen = await seenBehind({ 'x-stampede-client': '6.6.6.6', 'x-stampede-nonce': 'mine', 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', 'content-security-policy': "script-src 'nonce-mine'" });
    expect(seen['x-stampede-client']).toBe('127.0.0.1');
    expect(seen['x-forwarded-proto']).toBe('http');
    expect(seen).not.toHaveProperty('x-forwarded-for');
    expect(JSON.stringify(seen)).not.toMatch(/mine|6\.6\.6\.6/);
  });

  test('keeps a request id that can stand in a log, and gets a new one in place of any other', async () => {
    expect((await seenBehind({ 'x-request-id': 'a.B-c_9' }))['x-request-id']).toBe('a.B-c_9');
    for (const id of ['a b', 'x'.repeat(65), '"}{', 'a,b']) expect((await seenBehind({ 'x-request-id': id }))['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('every reply', () => {
  test.each([
    ['a page', '/', () => undefined],
    ['a 404', '/nothing', (response: ServerResponse) => void (response.statusCode = 404)],
    ['headers written by hand', '/x', (response: ServerResponse) => void response.writeHead(201, { 'x-other': '1' })],
    ['headers written as a list', '/x', (response: ServerResponse) => void response.writeHead(201, ['x-other', '1'])],
    ['a stream', '/api/live', (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'text/event-stream' })],
  ])('carries X-Response-Time and its request id: %s', async (_what, path, answer) => {
    behind = (_request, response) => {
      answer(response);
      response.end('done');
    };
    const { headers } = await fetch(url + path, { headers: { 'x-request-id': 'mine' } });
    expect(headers.get('x-response-time')).toMatch(TIME);
    expect(headers.get('x-request-id')).toBe('mine');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('carries them also when the handler throws; the error is logged and not sent', async () => {
    behind = () => Promise.reject(new Error('secret of the house'));
    const response = await fetch(`${url}/x`);
    expect(response.status).toBe(500);
    expect(response.headers.get('x-response-time')).toMatch(TIME);
    expect(await response.text()).not.toContain('secret');
    expect(text()).toContain('secret of the house');
  });

  test('hangs up while the process drains, so that the next request goes elsewhere', async () => {
    expect(await rawExchange(url, `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toContain('200 OK');
    runtime.shutdown.beginDraining();
    expect((await fetch(`${url}/`)).headers.get('connection')).toBe('close');
  });
});

describe('a request that cannot be answered', () => {
  test.each(['/api/stock/%ff', '/%', '/%zz', '/a/../b', '/a/%2e%2e/b', '/./a', '//a', '/a//b', '/a%2f..%2fb', '/a\\b', '/a%5cb', 'http://evil.example/api/x', '*'])('is refused before anything behind sees it: the path %s', async (path) => {
    behind = () => expect.unreachable();
    const answer = await get(path);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"bad_path"');
    expect(answer).toMatch(/x-response-time: \d+\.\d+ms/i);
  });

  test.each(['/', '/api/stock/1', '/api/floods/x/traces/for-update%3Ano-key', '/runs/a%20b?x=%ff&y=//', '/lab/', '/a.b/..c', '/api/admin/limits/a%2Fb'])('is not: the path %s', async (path) => {
    expect(await get(path)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ['another method on a page', 'POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 0', 405, 'method_not_allowed'],
    ['a method that the API has not', 'TRACE /api/x HTTP/1.1\r\nHost: x', 405, 'method_not_allowed'],
    ['an unknown method', 'BREW /api/x HTTP/1.1\r\nHost: x', 400, 'bad_request'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: x', 405, 'method_not_allowed'],
    ['no Host', 'GET / HTTP/1.1', 400, 'bad_host'],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b/', 400, 'bad_host'],
    ['a long address', `GET /${'x'.repeat(9_000)} HTTP/1.1\r\nHost: x`, 414, 'uri_too_long'],
    ['long headers', `GET / HTTP/1.1\r\nHost: x\r\nx: ${'x'.repeat(20_000)}`, 431, 'headers_too_large'],
    ['another expectation', 'POST /api/x HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\ncontent-length: 2', 417, 'expectation_failed'],
    ['two lengths', 'POST /api/x HTTP/1.1\r\nHost: x\r\ncontent-length: 2\r\ncontent-length: 3', 400, 'bad_request'],
    ['a length and chunks', 'POST /api/x HTTP/1.1\r\nHost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked', 400, 'bad_request'],
    ['no HTTP', 'hello', 400, 'bad_request'],
    ['bytes that are no ASCII', 'GET /\u00e4 HTTP/1.1\r\nHost: x', 400, 'bad_request'],
  ])('is refused in JSON, with %s', async (_what, head, status, code) => {
    const answer = await rawExchange(url, `${head}\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).toMatch(/x-response-time: /i);
    expect(answer).toMatch(/x-request-id: /i);
  });

  test('ends with 408 when its body does not arrive in time', async () => {
    behind = (request, response) => void request.resume().on('end', () => response.end('read'));
    const answer = await rawExchange(url, 'POST /api/x HTTP/1.1\r\nHost: x\r\ncontent-length: 10\r\n\r\nhalf');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    // It is logged with the status that its client got, and does not count as slow.
    await waitUntil('it is logged', () => lines.length > 0);
    expect(lines).toMatchObject([{ path: '/api/x', status: 408 }]);
    expect(slowRequests.list().filter(({ status }) => status === 408)).toEqual([]);
  });

  test('ends with 408 when its headers do not', async () => {
    expect(await rawExchange(url, 'GET / HTTP/1.1\r\nHost:')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('is answered like any other when it would like another protocol', async () => {
    expect(await rawExchange(url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a client that collects streams of events', () => {
  test('has as many as it may and is refused the next, until it closes one', async () => {
    behind = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    };
    const leave = [new AbortController(), new AbortController()] as const;
    const open = (signal?: AbortSignal) => fetch(`${url}/api/stock/1/events`, signal ? { signal } : {});
    for (const { signal } of leave) expect((await open(signal)).status).toBe(200);
    const refused = await open();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_streams' } });
    // Whatever is no stream is not refused.
    behind = (_request, response) => void response.end('{}');
    expect((await fetch(`${url}/api/stock/1`)).status).toBe(200);
    leave[0].abort();
    await waitUntil('the closed one is not counted any more', async () => (await open()).status === 200);
    leave[1].abort();
  });
});

describe('a method that a route does not have', () => {
  test('is refused with those that it has', async () => {
    const reply = await fetch(`${url}/api/purchase`, { method: 'PUT' });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('POST, OPTIONS');
    expect(await reply.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  });

  test('is one of the very route: what is spelled out goes before a placeholder, and what is no route is left to others', async () => {
    expect((await fetch(`${url}/api/stock/12`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await fetch(`${url}/api/stock/12`)).status).toBe(200);
    expect((await fetch(`${url}/api/nowhere`, { method: 'PUT' })).status).toBe(200);
  });
});

describe('the log', () => {
  test('has one line a request with its id, and neither query, cookie, token, key nor body', async () => {
    await (await fetch(`${url}/api/x?secret=1`, { method: 'POST', body: 'secret', headers: { 'x-request-id': 'line-1', cookie: 'secret', authorization: 'Bearer secret', 'idempotency-key': 'secret' } })).text();
    await waitUntil('the line is there', () => lines.length > 0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'info', reqId: 'line-1', method: 'POST', path: '/api/x', status: 200, client: '127.0.0.1' });
    expect(text()).not.toContain('secret');
  });

  test('marks a slow request, which also stands among the slow ones', async () => {
    behind = async (_request, response) => {
      await slowly();
      response.end();
    };
    await (await fetch(`${url}/slow?x=1`, { headers: { 'x-request-id': 'slow-1' } })).text();
    await waitUntil('the line is there', () => lines.length > 0);
    expect(lines[0]).toMatchObject({ level: 'warn', slow: true, reqId: 'slow-1', path: '/slow' });
    expect(slowRequests.list()[0]).toMatchObject({ requestId: 'slow-1', method: 'GET', path: '/slow', status: 200 });
    expect(slowRequests.list()[0]?.durationMs).toBeGreaterThanOrEqual(SLOW_MS);
  });

  test('does not call a stream slow because it lasts', async () => {
    behind = async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      await slowly();
      response.end();
    };
    await (await fetch(`${url}/api/live`)).text();
    await waitUntil('the line is there', () => lines.length > 0);
    expect(lines[0]).not.toHaveProperty('slow');
  });

  test('marks a request whose client did not wait for the answer', async () => {
    const leaving = new AbortController();
    behind = () => leaving.abort();
    await expect(fetch(`${url}/x`, { signal: leaving.signal })).rejects.toThrow();
    await waitUntil('the line is there', () => lines.length > 0);
    expect(lines[0]).toMatchObject({ status: 499, aborted: true });
  });
});
