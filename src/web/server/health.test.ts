import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { ensureWebBuild } from '@/services/bootstrap/ensure-web-build.mjs';
import { openDatabase } from '@/stores/postgres/database';
import { startService, type RunningService } from '@/testing/service-process';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';

/** A way to Postgres that can be made to swallow everything, as a server that hangs does. */
interface Wire {
  url: string;
  freeze(): void;
  thaw(): void;
  /** Connections that are open to it. */
  open(): number;
  close(): Promise<void>;
}

let home: ThrowAwayDatabase;
let wire: Wire;
const webs: RunningService[] = [];

beforeAll(async () => {
  home = await throwAwayDatabase();
  wire = await openWire(home.url);
  await ensureBuild(projectRoot());
  await ensureWebBuild(projectRoot());
}, 600_000);
afterEach(async () => {
  wire.thaw();
  for (const { child, ended } of webs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(async () => {
  await wire.close();
  const database = openDatabase(home.url, 'test');
  await waitUntil('no client is connected', async () => (await database.client`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> 'test'`).length === 0);
  await database.close();
  await home.drop();
});

async function openWire(databaseUrl: string): Promise<Wire> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  const server: Server = createServer((client) => {
    const upstream = connect({ host: hostname, port: Number(port) });
    sockets.add(client);
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      from.on('data', (chunk) => {
        if (!frozen) to.write(chunk);
      });
      from.on('error', () => to.destroy()).once('close', () => {
        to.destroy();
        sockets.delete(client);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    freeze: () => (frozen = true),
    // What was swallowed is lost: those connections are of no use any more.
    thaw: () => {
      if (frozen) for (const socket of sockets) socket.destroy();
      frozen = false;
    },
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function startWeb(databaseUrl: string): Promise<RunningService> {
  const web = await startService('web', { DATABASE_URL: databaseUrl, REDIS_URLS: inject('redisUrls').join(','), SHOP_URLS: '' });
  webs.push(web);
  // The first call of each loads its code, which on a busy machine takes longer than anything that is asked here.
  for (const path of ['/api/health', '/api/ready']) await (await fetch(web.url + path)).text();
  return web;
}

/** Less than the ten seconds that the driver itself waits for a server that says nothing. */
const ask = (web: RunningService, path: string): Promise<Response> => fetch(web.url + path, { signal: AbortSignal.timeout(8_000) });

test('health and readiness say so when Postgres is away at the start, and all is well once it is there', async () => {
  wire.freeze();
  const web = await startWeb(wire.url);
  const health = await ask(web, '/api/health');
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ ok: false, postgres: { up: false, latencyMs: null }, redis: { up: true, latencyMs: expect.any(Number) as number }, shops: { up: 0, of: 0 } });
  const ready = await ask(web, '/api/ready');
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false }]);
  wire.thaw();
  await waitUntil('Postgres is found', async () => ((await (await ask(web, '/api/health')).json()) as { postgres: { up: boolean } }).postgres.up, { within: 60_000 });
  await waitUntil('the API works', async () => (await fetch(`${web.url}/api/floods`)).status === 200, { within: 60_000 });
});

test('no more connections are opened while Postgres cannot be reached, however many requests ask for its health', async () => {
  wire.freeze();
  const web = await startWeb(wire.url);
  const calls = (): Promise<unknown> => Promise.all(Array.from({ length: 20 }, () => ask(web, '/api/health').then((response) => response.text())));
  await calls();
  const after20 = wire.open();
  for (let n = 0; n < 3; n++) await calls();
  expect(wire.open()).toBeLessThanOrEqual(after20 + 1);
  // The pool of the pages, and the one that tidies up.
  expect(wire.open()).toBeLessThanOrEqual(8);
});

test('health answers while Postgres hangs that worked before, and readiness is false', async () => {
  const web = await startWeb(wire.url);
  await waitUntil('the API works', async () => (await fetch(`${web.url}/api/floods`)).status === 200, { within: 60_000 });
  expect(((await (await ask(web, '/api/health')).json()) as { postgres: object }).postgres).toMatchObject({ up: true });
  wire.freeze();
  const [health, ready] = await Promise.all([ask(web, '/api/health'), ask(web, '/api/ready')]);
  expect([health.status, ready.status]).toEqual([503, 503]);
  expect(await health.json()).toMatchObject({ ok: false, postgres: { up: false, error: 'no answer within 2000 ms' } });
});
