import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { refusedMethod } from './allowed-methods';
import { answerApi } from './answer-api';
import { API_PATHS } from './find-route';
import type { ApiRoute, probe, route } from './route';
import type { WebRuntime } from './runtime/web-runtime';
import { API_ROUTES } from './table';

const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const filled = (path: string): string => path.replace(/\{\w+\}/g, 'some%3Athing');

/** A web without any stores. */
const web = { loopbackOnly: true, sandbox: () => Promise.reject(new Error('nothing is running here')) } as unknown as WebRuntime;
const call = (method: string, path: string): Promise<Response> => answerApi(new Request(`http://localhost${path}`, { method }), web);

/** As the web's own server checks before it reads anything of a request. */
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const refusal = refusedMethod(request.url ?? '', request.method ?? '');
    response.writeHead(refusal?.status ?? 200, refusal?.headers).end(JSON.stringify(refusal));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('the table of routes', () => {
  test('has every path and method once, and no two paths that match the same address', () => {
    const rows = API_ROUTES.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(40);
  });

  test('declares exactly the parameters that are in a path', () => {
    for (const { path, params = {} } of API_ROUTES) expect(Object.keys(params), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  test('cannot have a row that does not say who may call it', () => {
    expectTypeOf<Omit<ApiRoute, 'caller'>>().not.toExtend<ApiRoute>();
    expectTypeOf<Parameters<typeof route>[0]['caller']>().toEqualTypeOf<'anyone' | 'instructor-on-a-network' | 'instructor'>();
    expectTypeOf<Parameters<typeof probe>[0]['caller']>().toEqualTypeOf<'monitoring'>();
  });

  test.each(API_PATHS)('$path refuses every other method with 405, and names its own', async ({ path, routes, allow }) => {
    const own = [...routes.keys()];
    const allowed = [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    expect(allow.split(', ')).toEqual(allowed);
    for (const method of EVERY_METHOD) {
      for (const address of [filled(path), `${filled(path)}/`, `${filled(path)}?x=1`]) {
        const reply = await fetch(url + address, { method });
        expect([method, reply.status, reply.headers.get('allow')]).toEqual(allowed.includes(method) ? [method, 200, null] : [method, 405, allow]);
        await reply.arrayBuffer();
      }
      if (allowed.includes(method)) continue;
      const answer = await call(method, filled(path));
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
      expect(await answer.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
    }
    const options = await call('OPTIONS', filled(path));
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
  });

  test.each(API_ROUTES.filter(({ caller }) => caller !== 'monitoring'))('$method $path says what is missing while there is no store, before it reads anything', async ({ method, path }) => {
    const answer = await call(method, filled(path));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toMatchObject({ error: { code: 'service_missing', message: expect.stringContaining('nothing is running here') as unknown } });
  });

  test.each(['/api', '/api/nothing', '/api/floods/x/y/z', '/api/stock/', '/api/stock/%ff', '/apis/floods', '/api//floods'])('%s is no route', async (path) => {
    for (const method of EVERY_METHOD) {
      expect(refusedMethod(path, method)).toBeNull();
      expect((await call(method, path)).status).toBe(404);
    }
  });

  test('a literal path is matched before one with a placeholder', async () => {
    expect(refusedMethod('/api/products/events', 'POST')?.headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(API_PATHS.findIndex(({ path }) => path === '/api/floods/{id}')).toBeGreaterThan(API_PATHS.findIndex(({ path }) => path === '/api/floods'));
    expect((await call('HEAD', '/api/floods')).status).toBe(503);
  });
});
