import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { readSettings, type Settings } from '@/config/settings';
import { waitUntil } from '@/domain/wait-until';
import { openDatabase } from '@/stores/postgres/database';
import { createProduct } from '@/stock/products';
import { temporaryStateDir } from '@/testing/launcher-process';
import { isAlive } from './bootstrap/process-identity.mjs';
import { askNats } from './nats-process';
import { provideServices, type ProvidedServices, type ServiceNeeds } from './provide-services';
import { runningPostgresOf } from './postgres-server';
import { ServiceMissingError } from './service-missing-error';

let settings: Settings;
let remove: () => void;
const provided: ProvidedServices[] = [];

beforeEach(() => {
  const { stateDir, remove: removeIt } = temporaryStateDir();
  remove = removeIt;
  settings = { ...readSettings({}), stateDir };
});
afterEach(async () => {
  for (const services of provided.splice(0)) await services.stop();
  remove();
});

async function provide(needs: Partial<ServiceNeeds> = {}, log: string[] = []): Promise<ProvidedServices> {
  const all: ServiceNeeds = { redis: 'none', shops: 0, prepareDatabase: () => Promise.resolve(), ...needs };
  const services = await provideServices(all, settings, (line) => log.push(line));
  provided.push(services);
  return services;
}

it('restarts a Redis on its own port, even after a first failed try, and leaves the others alone', async () => {
  const before = (await provide({ redis: 'required' })).handles.redis;
  const [dead, ...others] = before?.servers ?? [];
  process.kill(dead?.pid ?? 0, 'SIGKILL');
  await waitUntil('it is dead', () => dead !== undefined && !isAlive(dead));
  const data = join(settings.stateDir, 'redis', '1', 'appendonlydir');
  writeFileSync(join(data, 'appendonly.aof.manifest'), 'this is no manifest');
  await expect(provide({ redis: 'required' })).rejects.toThrow(ServiceMissingError);

  rmSync(data, { recursive: true });
  const after = (await provide({ redis: 'required' })).handles.redis;
  expect(after?.urls).toEqual(before?.urls);
  expect(after?.servers.slice(1)).toEqual(others);
}, 60_000);

it('gives two simultaneous callers the same Postgres and Redis, which run until the second releases them', async () => {
  const both = await Promise.all([provide({ redis: 'required' }), provide({ redis: 'required' })]);
  const [first, second] = both;
  expect(second.databaseUrl).toBe(first.databaseUrl);
  expect(second.redis).toEqual(first.redis);
  expect(both.flatMap(({ started }) => started).sort()).toEqual(['postgres', 'redis']);
  const servers = second.handles.redis?.servers ?? [];
  expect(servers).toHaveLength(5);

  await first.stop();
  expect((await runningPostgresOf(settings.stateDir))?.answers).toBe(true);
  expect(servers.every((server) => isAlive(server))).toBe(true);
  await second.stop();
  expect(await runningPostgresOf(settings.stateDir)).toBeNull();
  expect(servers.some((server) => isAlive(server))).toBe(false);
});

it('takes another port when the standard one is taken', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  settings = { ...settings, postgresPort: port };
  const services = await provide();
  expect(new URL(services.databaseUrl).port).not.toBe(String(port));
  squatter.close();
});

it('starts again on the existing data, and creates no new data', async () => {
  await (await provide()).stop();
  const log: string[] = [];
  await provide({}, log);
  expect(log.join()).not.toContain('database folder');
});

it('starts although a crash has left a file that names a process which is another program by now', async () => {
  await (await provide()).stop();
  const stale = join(settings.stateDir, 'postgres', 'data', 'postmaster.pid');
  writeFileSync(stale, `${process.pid}\n/somewhere\n1\n5432\n\n127.0.0.1\n`);
  const services = await provide();
  expect(services.started).toEqual(['postgres']);
  expect(readFileSync(stale, 'utf8')).not.toMatch(new RegExp(`^${process.pid}\n`));
});

it('stops what it has started if the database cannot be prepared', async () => {
  const prepareDatabase = () => Promise.reject(new Error('no such table'));
  await expect(provide({ redis: 'required', prepareDatabase })).rejects.toThrow('no such table');
  expect(await runningPostgresOf(settings.stateDir)).toBeNull();
});

it('uses the services from the environment, and starts and stops none of them', async () => {
  const [databaseUrl, redisUrls] = [inject('databaseUrl'), inject('redisUrls')];
  settings = { ...settings, databaseUrl, redisUrls };
  const seen: string[] = [];
  const services = await provide({ redis: 'required', prepareDatabase: (url) => Promise.resolve(void seen.push(url)) });
  expect(services).toMatchObject({ databaseUrl, redis: { urls: redisUrls }, started: [], shopUrls: [] });
  expect(seen).toEqual([databaseUrl]);
});

it('says why a database from the environment refuses us, without the password', async () => {
  // Our own, which asks for a password; one from the environment may trust every client.
  const url = new URL((await provide()).databaseUrl);
  url.password = 'wrong-secret';
  settings = { ...settings, databaseUrl: url.href };
  const error: unknown = await provide().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ServiceMissingError);
  expect(String(error)).toMatch(/DATABASE_URL names .*password authentication failed.*Nothing was changed/);
  expect(String(error)).not.toContain('wrong-secret');
});

it('refuses more replicas than SHOP_URLS names', async () => {
  settings = { ...settings, databaseUrl: inject('databaseUrl'), shopUrls: ['http://127.0.0.1:1'] };
  await expect(provide({ shops: 2 })).rejects.toThrow('needs 2 replicas and SHOP_URLS names 1');
});

it('starts shops on free ports that sell from its database', async () => {
  const { prepareDatabase } = await import('@/stores/postgres/prepare-database');
  const services = await provide({ shops: 2, prepareDatabase });
  expect(services.started).toEqual(['postgres', 'shops']);
  const answers = await Promise.all(services.shopUrls.map((url) => fetch(`${url}/health`).then((response) => response.status)));
  expect(answers).toEqual([200, 200]);
});

it('starts NATS with the shops if EVENT_BUS asks for it, publishes their events over it, and stops it with them', async () => {
  const { prepareDatabase } = await import('@/stores/postgres/prepare-database');
  settings = { ...settings, ...readSettings({ EVENT_BUS: 'nats' }), stateDir: settings.stateDir };
  const services = await provide({ shops: 2, prepareDatabase });
  expect(services.started).toEqual(['postgres', 'nats', 'shops']);
  const { nats } = services.handles;
  const database = openDatabase(services.databaseUrl, 'test');
  try {
    const { id } = await createProduct({ db: database.db, redis: null }, { name: 'Test', price: '1.00', stock: 3, runId: null, stockModel: 'events' });
    for (const shop of [0, 1, 0, 1]) {
      const body = JSON.stringify({ productId: id, userId: 'ann' });
      await fetch(`${services.shopUrls[shop]}/api/buy-good/event-sourced`, { method: 'POST', body });
    }
    await waitUntil('the events have been counted', async () => {
      const [row] = await database.client`select units from units_sold_view where product_id = ${id}`;
      return row?.units === 3;
    });
    expect(await askNats('127.0.0.1', Number(new URL(nats?.url ?? '').port))).toMatchObject({ jetstream: true });
  } finally {
    await database.close();
  }
  await services.stop();
  expect(nats && isAlive(nats.identity)).toBe(false);
});

it('goes on without the NATS from the environment, and says so: events wait in the outbox', async () => {
  const { prepareDatabase } = await import('@/stores/postgres/prepare-database');
  settings = { ...settings, ...readSettings({ EVENT_BUS: 'nats', NATS_URL: 'nats://127.0.0.1:1' }), stateDir: settings.stateDir };
  const log: string[] = [];
  const services = await provide({ shops: 1, prepareDatabase }, log);
  expect(services.started).toEqual(['postgres', 'shops']);
  expect(log.join()).toContain('their events wait in the outbox');
});
