import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '@/config/settings';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { RunEvent } from '@/domain/run-event';
import { waitUntil } from '@/domain/wait-until';
import { elsewhereFor } from '@/services/postgres-home';
import { provideServices, type ProvidedServices } from '@/services/provide-services';
import { openDatabase } from '@/stores/postgres/database';
import { findRun } from '@/stores/postgres/runs';
import { executeFlood } from './execute-flood';
import type { FloodJob } from './flood-job';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { spawnFlood } from './spawn-flood';

const stateDir = mkdtempSync(join(tmpdir(), 'stampede-lost-'));
chmodSync(stateDir, 0o755);
const settings = { ...readSettings(), stateDir, databaseUrl: null, redisUrls: null, shopUrls: null };
let services: ProvidedServices;

beforeAll(async () => {
  services = await provideServices({ redis: 'required', shops: 2, prepareDatabase }, settings, () => undefined);
});
afterAll(async () => {
  await services.stop();
  rmSync(stateDir, { recursive: true, force: true });
  rmSync(elsewhereFor(stateDir), { recursive: true, force: true });
});

const job = (over: Partial<FloodJob['plan']> = {}): FloodJob => ({
  runId: randomUUID(),
  plan: { ...DEFAULT_PLAN, strategies: ['for-update'], ...over },
  databaseUrl: services.databaseUrl,
  redisUrls: 'urls' in services.redis ? services.redis.urls : null,
  shopUrls: services.shopUrls,
  poolSize: 20,
  timeoutMs: 20_000,
});

/** A flood that lasts until something is done about it. */
const endless = { buyers: 2_000, stock: 2_000, thinkMs: 200, concurrency: 4 };

/** A purchase of a product that does not exist: a shop that has found its database again says so. */
async function sells(shopUrl: string): Promise<boolean> {
  const body = JSON.stringify({ productId: 2_000_000_000, userId: 'asks' });
  return (await fetch(`${shopUrl}/api/buy-good/for-update`, { method: 'POST', body })).status === 404;
}

async function whenUnderWay(flood: ReturnType<typeof spawnFlood>, act: () => Promise<unknown>): Promise<RunEvent> {
  let acted: Promise<unknown> | null = null;
  let last: RunEvent | null = null;
  for await (const event of flood.events) {
    last = event;
    if (event.kind === 'lane-progress') acted ??= act();
  }
  await acted;
  if (!last) throw new Error('The flood said nothing.');
  return last;
}

it('a flood whose Postgres dies ends with a sentence, and the next one works once it is back', async () => {
  const lost = await whenUnderWay(spawnFlood(job(endless)), () => services.handles.postgres?.stop() ?? Promise.resolve());
  expect(lost).toMatchObject({ kind: 'failed', failure: { code: 'service-lost' } });
  if (lost.kind === 'failed') expect(lost.failure.message).toMatch(/Postgres was lost while for-update was selling \(\d+ confirmed, \d+ gave up, \d+ unknown\)/);

  // The launcher's own shops went on; only the database is started again, on the same port.
  const port = Number(new URL(services.databaseUrl).port);
  const again = await provideServices({ redis: 'none', shops: 0, prepareDatabase }, { ...settings, postgresPort: port }, () => undefined);
  expect(again.databaseUrl).toBe(services.databaseUrl);
  services.handles.postgres = again.handles.postgres;
  await waitUntil('every shop sells again', async () => (await Promise.all(services.shopUrls.map(sells))).every(Boolean));
  const report = await executeFlood(job({ buyers: 50, stock: 10 }), new AbortController().signal, () => undefined);
  expect(report.lanes[0]).toMatchObject({ verdict: 'pass', unitsSold: 10 });

  // The lost run could not store its end; the next flood did it.
  const database = openDatabase(services.databaseUrl, 'test');
  expect(await findRun(database.db, lost.runId)).toMatchObject({ status: 'failed', failure: { code: 'interrupted' } });
  await database.close();
}, 60_000);

it('a flood process that is killed is reported as failed', async () => {
  const flood = spawnFlood(job(endless));
  const last = await whenUnderWay(flood, async () => process.kill(flood.pid ?? 0, 'SIGKILL'));
  expect(last).toMatchObject({ kind: 'failed', failure: { code: 'interrupted' } });
});

it('two floods at once wait for each other', async () => {
  const first = spawnFlood(job(endless));
  const kinds: RunEvent['kind'][] = [];
  const second = async (): Promise<void> => {
    for await (const event of spawnFlood(job({ buyers: 20, stock: 5 })).events) {
      kinds.push(event.kind);
      if (event.kind === 'queued') first.cancel();
    }
  };
  const last = await whenUnderWay(first, second);
  expect(last).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } });
  expect(kinds[0]).toBe('queued');
  expect(kinds.at(-1)).toBe('finished');
});

it('a flood whose Redis dies ends with a sentence', async () => {
  const { redis } = services.handles;
  const lost = await whenUnderWay(spawnFlood(job({ ...endless, strategies: ['redlock'] })), () => redis?.stop() ?? Promise.resolve());
  expect(lost).toMatchObject({ kind: 'failed', failure: { code: 'service-lost' } });
  if (lost.kind === 'failed') expect(lost.failure.message).toContain('Redis was lost while redlock was selling');
  services.handles.redis = null;
});
