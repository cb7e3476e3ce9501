import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '@/config/settings';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import type { LaneReport } from '@/domain/report';
import { waitUntil } from '@/domain/wait-until';
import { guardServices } from '@/services/guard-services';
import { elsewhereFor } from '@/services/postgres-home';
import { provideServices, type ProvidedServices } from '@/services/provide-services';
import { commitDelayMs } from '@/stores/postgres/break-postgres';
import { openDatabase } from '@/stores/postgres/database';
import { executeFlood } from '@/flood/execute-flood';
import type { FloodJob } from '@/flood/flood-job';
import { spawnFlood } from '@/flood/spawn-flood';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { isStopped } from './processes';
import { shopState } from './shop-control';

// Services of our own: what is given is never broken. They are looked after as by a launcher.
const stateDir = mkdtempSync(join(tmpdir(), 'stampede-faults-'));
chmodSync(stateDir, 0o755);
const settings = { ...readSettings(), stateDir, databaseUrl: null, redisUrls: null, shopUrls: null };
const guarding = new AbortController();
let services: ProvidedServices;
let guard: Promise<void>;

beforeAll(async () => {
  services = await provideServices({ redis: 'required', shops: 2, prepareDatabase }, settings, () => undefined);
  guard = guardServices(services, settings, () => undefined, guarding.signal);
});
afterAll(async () => {
  guarding.abort();
  await guard;
  await services.stop();
  rmSync(stateDir, { recursive: true, force: true });
  rmSync(elsewhereFor(stateDir), { recursive: true, force: true });
});

const job = (plan: Partial<FloodPlan>): FloodJob => ({
  runId: randomUUID(),
  plan: { ...DEFAULT_PLAN, stock: 12, buyers: 48, concurrency: 24, ...plan },
  databaseUrl: services.databaseUrl,
  redisUrls: 'urls' in services.redis ? services.redis.urls : null,
  shopUrls: services.shopUrls,
  poolSize: 20,
  timeoutMs: 30_000,
});

const never = new AbortController().signal;

async function laneOf(strategy: string, fault: string): Promise<LaneReport> {
  const report = await executeFlood(job({ strategies: [strategy], fault }), never, () => undefined);
  const [lane] = report.lanes;
  if (!lane) throw new Error('The flood had no lane.');
  return lane;
}

const delayNow = async (): Promise<number> => {
  const database = openDatabase(services.databaseUrl, 'test');
  return commitDelayMs(database).finally(() => database.close());
};

describe('a fault', { timeout: 60_000 }, () => {
  it('kills a replica exactly at the step that it is aimed at, and the replica comes back', async () => {
    const before = await shopState(services.shopUrls[0] ?? '');
    const lane = await laneOf('for-update', 'kill-replica@write stock');
    expect(lane.fault?.mendedMs ?? 0).toBeGreaterThan(lane.fault?.struckMs ?? Infinity);
    expect(lane.fault).toMatchObject({ name: 'kill-replica', step: 'write stock', told: 'A replica was killed in the middle of a purchase and started again.' });
    // The stock was written and never committed: it is back, and another buyer has it.
    expect(lane).toMatchObject({ verdict: 'pass', unitsSold: 12 });
    expect(lane.unknown).toBeGreaterThan(0);
    expect((await shopState(services.shopUrls[0] ?? ''))?.pid).not.toBe(before?.pid);
  });

  it('that never finds its step says so, and the flood is a plain one', async () => {
    const lane = await laneOf('for-update', 'kill-replica@no such step');
    expect(lane.fault).toMatchObject({ struckMs: null, told: expect.stringContaining('It never struck') as string });
    expect(lane).toMatchObject({ verdict: 'pass', unitsSold: 12, unknown: 0 });
  });

  it('makes commits slow in the whole server, and leaves nothing of it behind', async () => {
    const lane = await laneOf('conditional-update', 'slow-commits');
    expect(lane).toMatchObject({ verdict: 'pass', fault: { told: 'Every commit took at least 50 ms.' } });
    expect(await delayNow()).toBe(0);
  });

  it('loses replies: two orders without a key, one with it', async () => {
    const plain = await laneOf('conditional-update', 'lose-replies');
    expect(plain.unknown).toBe(12);
    const plenty = async (fault: string) => (await executeFlood(job({ strategies: ['conditional-update'], stock: 100, fault }), never, () => undefined)).lanes[0];
    expect(await plenty('lose-replies')).toMatchObject({ unitsSold: 60, confirmed: 48, unknown: 12, verdict: 'violated', findings: [{ anomaly: 'duplicate-order', count: 12 }] });
    expect(await plenty('lose-replies-with-key')).toMatchObject({ unitsSold: 48, confirmed: 48, unknown: 0, verdict: 'pass', lostSales: 0 });
  });

  it('of a flood that was killed is mended by the next one', async () => {
    const killed = spawnFlood(job({ strategies: ['for-update'], stock: 400, buyers: 400, thinkMs: 100, poolSize: 2, fault: 'slow-commits' }));
    await waitUntil('commits are slow', async () => (await delayNow()) > 0, { within: 30_000 });
    process.kill(killed.pid ?? 0, 'SIGKILL');
    const report = await executeFlood(job({ strategies: ['for-update'] }), never, () => undefined);
    expect(report.lanes[0]).toMatchObject({ verdict: 'pass', unitsSold: 12 });
    expect(await delayNow()).toBe(0);
    expect((await Promise.all(services.shopUrls.map(shopState))).map((state) => state?.limit)).toEqual([20, 20]);
  });

  it('finds its buyer in the smallest crowd', async () => {
    const report = await executeFlood(job({ strategies: ['for-update'], stock: 1, buyers: 1, replicas: 1, fault: 'kill-before-reply' }), never, () => undefined);
    expect(report.lanes[0]).toMatchObject({ unknown: 1, unitsSold: 1, fault: { told: 'A replica was killed in the middle of a purchase and started again.' } });
  });

  it.each(['pause-holder', 'slow-commits'])('%s is mended when the flood is cancelled in the middle of it', async (fault) => {
    // A paused shop does not answer.
    const pid = (await shopState(services.shopUrls[0] ?? ''))?.pid ?? 0;
    const broken = async (): Promise<boolean> => (await isStopped(pid)) || (await delayNow()) > 0;
    const cancel = new AbortController();
    const flood = executeFlood(job({ strategies: ['redlock'], stock: 400, buyers: 400, thinkMs: 100, fault }), cancel.signal, () => undefined);
    await waitUntil(`${fault} has struck`, broken, { within: 30_000 });
    cancel.abort();
    await expect(flood).rejects.toThrow('cancelled');
    expect(await broken()).toBe(false);
    expect(await shopState(services.shopUrls[0] ?? '')).toMatchObject({ held: 0, occupied: 0 });
  });
});
