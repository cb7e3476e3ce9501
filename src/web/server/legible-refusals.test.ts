import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShopRuntime } from '@/shop/open-runtime';
import { createShopServer } from '@/shop/shop-server';
import { readableLog } from '@/testing/log-lines';
import { serverRuntime } from '@/testing/server-runtime';
import { waitUntil } from '@/domain/wait-until';
import { createWebServer, type WebServerOptions } from './web-server';

const TRIES = 200;
const AT_ONCE = 20;
const MEGABYTE = 'x'.repeat(1024 * 1024);
const LONG_HEADER = `GET /health HTTP/1.1\r\nHost: x\r\nx: ${'x'.repeat(20_000)}`;
const POST = (path: string, length: number): string => `POST ${path} HTTP/1.1\r\nHost: x\r\ncontent-length: ${length}\r\n\r\n`;
const GOOD = 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n';
const CHUNKED = 'POST /api/buy-good HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n';

const runtime = openShopRuntime({ databaseUrl: 'postgres://127.0.0.1:1/none', redisUrls: null, redisUnavailable: 'none here', poolSize: 1, applicationName: 'legible refusals' });
const webOptions: WebServerOptions = { handle: answerLikeARoute, runtime: serverRuntime(readableLog().log), slowMs: 60_000, trustedProxies: 0, dev: false };
const servers: Record<'web' | 'hasty web' | 'shop', Server> = {
  web: createWebServer(webOptions),
  'hasty web': createWebServer({ ...webOptions, limits: { headersMs: 300, requestMs: 600 } }),
  shop: createShopServer({ runtime, buildId: 'test', onBug: (bug) => expect.unreachable(String(bug)) }),
};

/** Refuses a long body in the middle of it, and never reads on. */
function answerLikeARoute(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    setImmediate(() => response.end('{}'));
    return Promise.resolve();
  }
  request.on('data', () => {
    request.pause();
    if (response.headersSent) return;
    response.writeHead(413, { 'content-type': 'application/json', 'content-length': 2, connection: 'close' });
    response.end('{}');
  });
  return Promise.resolve();
}

beforeAll(async () => {
  for (const server of Object.values(servers)) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(async () => {
  for (const server of Object.values(servers)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  await runtime.close();
});

const connectTo = (server: Server, allowHalfOpen = false): Socket => connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, allowHalfOpen });

/** A caller that looks at its answers when it has sent all that it has to say; `pieces` for one that sends slowly. */
async function sendThenRead(server: Server, bytes: string, pieces: number): Promise<string[]> {
  const socket = connectTo(server).pause();
  const failed: string[] = [];
  let answer = '';
  socket.on('error', (error: NodeJS.ErrnoException) => failed.push(`cut off: ${error.code ?? error.message}`));
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text)).pause();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const piece of split(bytes, pieces)) await new Promise<void>((resolve) => socket.write(piece, 'latin1', () => resolve()));
  socket.resume();
  await closed;
  return [...statusesIn(answer), ...failed];
}

function split(bytes: string, pieces: number): string[] {
  const size = Math.ceil(bytes.length / pieces);
  return Array.from({ length: pieces }, (_, index) => bytes.slice(index * size, (index + 1) * size)).filter((piece) => piece !== '');
}

/** The status of each answer that is there to its last byte. */
function statusesIn(answer: string): string[] {
  const headEnd = answer.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) return answer === '' ? [] : ['half a head'];
  const head = answer.slice(0, headEnd);
  const chunked = /transfer-encoding: chunked/i.test(head);
  const length = chunked ? answer.indexOf('0\r\n\r\n', headEnd) + 5 - headEnd : Number(/content-length: (\d+)/i.exec(head)?.[1]);
  const body = answer.slice(headEnd, headEnd + length);
  if (body.length < length || (!chunked && !(body.startsWith('{') && body.endsWith('}')))) return ['half a body'];
  return [head.slice(9, 12), ...statusesIn(answer.slice(headEnd + length))];
}

async function manyTimes(server: Server, bytes: string, pieces: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  let left = TRIES;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) {
        const statuses = (await sendThenRead(server, bytes, pieces)).join(' ');
        seen.set(statuses, (seen.get(statuses) ?? 0) + 1);
      }
    }),
  );
  return seen;
}

describe.each(['web', 'shop'] as const)('a caller of the %s that sends on reads its refusal to the end:', { timeout: 120_000 }, (which) => {
  test.each([
    ['a header beyond the limit', LONG_HEADER, 1, '431'],
    ['much after a header beyond the limit', LONG_HEADER + MEGABYTE, 1, '431'],
    ['a header beyond the limit, slowly', LONG_HEADER + MEGABYTE, 30, '431'],
    ['three requests with headers beyond the limit', `${LONG_HEADER}\r\n\r\n`.repeat(3) + MEGABYTE, 1, '431'],
    ['a bad request line', `hello\r\n\r\n${MEGABYTE}`, 1, '400'],
    ['HTTP/2', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${MEGABYTE}`, 1, '400'],
    ['a chunk without a length', `${CHUNKED}zz\r\n${MEGABYTE}`, 1, '400'],
    ['a chunk without a length, slowly', `${CHUNKED}zz\r\n${MEGABYTE}`, 30, '400'],
    ['a body beyond the limit', POST('/api/buy-good', 4 * MEGABYTE.length) + MEGABYTE.repeat(4), 1, '413'],
    ['a body beyond the limit, slowly', POST('/api/buy-good', 4 * MEGABYTE.length) + MEGABYTE.repeat(4), 30, '413'],
    ['a body beyond the limit that is not all there', POST('/api/buy-good', 9 * MEGABYTE.length) + MEGABYTE, 1, '413'],
    ['two good requests before a bad one', `${GOOD}${GOOD}hello\r\n\r\n${MEGABYTE}`, 1, '200 200 400'],
    ['a good request before a header beyond the limit', GOOD + LONG_HEADER + MEGABYTE, 1, '200 431'],
    ['a request that is to be the last, and more', `GET /health HTTP/1.1\r\nHost: x\r\nconnection: close\r\n\r\n${MEGABYTE}`, 1, '200'],
    ['a last request and a bad one', `GET /health HTTP/1.1\r\nHost: x\r\nconnection: close\r\n\r\nhello\r\n\r\n${MEGABYTE}`, 30, '200'],
  ])('%s', async (_what, bytes, pieces, expected) => {
    expect(await manyTimes(servers[which], bytes, pieces)).toEqual(new Map([[expected, TRIES]]));
  });
});

describe('a caller of the web', { timeout: 60_000 }, () => {
  test.each([
    ['a path that cannot be read', POST('/a/../b', MEGABYTE.length) + MEGABYTE, '400'],
    ['a method that a page has not', POST('/', MEGABYTE.length) + MEGABYTE, '405'],
    ['a long address', POST(`/${'x'.repeat(9_000)}`, MEGABYTE.length) + MEGABYTE, '414'],
    ['an expectation', `POST /api/x HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\ncontent-length: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}`, '417'],
    ['a tunnel', `CONNECT a:443 HTTP/1.1\r\nHost: x\r\n\r\n${MEGABYTE}`, '405'],
  ])('reads its refusal, sending a body after %s', async (_what, bytes, expected) => {
    expect(await manyTimes(servers.web, bytes, 1)).toEqual(new Map([[expected, TRIES]]));
  });

  test('reads that its request did not arrive in time, though the rest of it comes then', async () => {
    const slow = async (): Promise<string[]> => {
      const socket = connectTo(servers['hasty web'], true);
      let answer = '';
      socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
      socket.write('POST /api/x HTTP/1.1\r\nHost: x\r\ncontent-le');
      await waitUntil('it is refused', () => answer !== '');
      await new Promise<void>((resolve) => socket.once('close', () => resolve()).end(`ngth: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}`));
      return statusesIn(answer);
    };
    for (const statuses of await Promise.all(Array.from({ length: 50 }, slow))) expect(statuses).toEqual(['408']);
  });

  test('is cut off in the end when it neither reads nor stops sending', async () => {
    const socket = connectTo(servers.web).pause();
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).write('hello\r\n\r\n');
    const more = (): void => {
      if (socket.writable) socket.write(MEGABYTE, more);
    };
    more();
    await gone;
  });
});
