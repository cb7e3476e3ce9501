import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { startCli, startLauncher, temporaryStateDir } from '@/testing/launcher-process';
import { isAlive, processStart } from './bootstrap/process-identity.mjs';
import { askPostgres } from './postgres-process';
import { runningPostgresOf } from './postgres-server';
import { recordedRedis } from './redis-servers';
import { publishedServices, type PublishedServices } from './services-file';
import { askShop } from './shop-health';

let stateDir: string;
let remove: () => void;

beforeEach(() => {
  ({ stateDir, remove } = temporaryStateDir());
});
afterEach(async () => {
  // A test that failed half-way must not leave its servers behind.
  for (const { launcher } of publishedServices(stateDir)) process.kill(launcher.pid, 'SIGKILL');
  await waitUntil('Postgres is gone', async () => (await runningPostgresOf(stateDir)) === null).finally(remove);
});

const postgresPid = async () => (await runningPostgresOf(stateDir))?.pid ?? null;
const isReady = async (url: string) => (await askPostgres(url)).kind === 'ready';

/** Resolves when none of an offer's services is running any more. */
const allGone = ({ databaseUrl, shopUrls }: PublishedServices): Promise<boolean> =>
  waitUntil('all services are gone', async () => {
    const shops = await Promise.all(shopUrls.map(askShop));
    const up = shops.some((shop) => shop !== null) || recordedRedis(stateDir).some(isAlive) || (await isReady(databaseUrl));
    return !up && (await postgresPid()) === null;
  });

describe('a launcher', () => {
  it('stops everything that it started on request, and ends with 0', async () => {
    const { child, offer, ended } = await startLauncher(stateDir);
    expect(await isReady(offer.databaseUrl)).toBe(true);
    expect(offer.shopUrls).toHaveLength(2);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await allGone(offer)).toBe(true);
    expect(publishedServices(stateDir)).toEqual([]);
  });

  it('that is interrupted while it starts stops what is running by then, and ends with 0', async () => {
    const { child, output, ended } = await startCli(['services', 'supervise'], stateDir);
    await waitUntil('something has started', () => /started (Redis|Postgres)/.test(output.stderr), { within: 25_000 });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await postgresPid()).toBeNull();
    expect(recordedRedis(stateDir).some(isAlive)).toBe(false);
  });

  it('that is interrupted twice ends at once, and its services after it', async () => {
    const { child, offer, output, ended } = await startLauncher(stateDir);
    child.kill('SIGINT');
    await waitUntil('it is stopping, or has stopped', () => output.stderr.includes('stopping') || child.exitCode !== null, { within: 10_000 });
    child.kill('SIGINT');
    // Either it was still stopping, or it had just finished.
    expect([130, 0]).toContain(await ended);
    expect(await allGone(offer)).toBe(true);
  });

  it('leaves nothing behind when it is killed, and the next one starts on the same data', async () => {
    const first = await startLauncher(stateDir);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await startLauncher(stateDir);
    expect(second.offer.databaseUrl.split('@')[0]).toBe(first.offer.databaseUrl.split('@')[0]);
    second.child.kill('SIGKILL');
    await second.ended;
    expect(await allGone(second.offer)).toBe(true);
  });

  it('that is killed leaves the servers to another launcher that uses them', async () => {
    const [first, second] = await Promise.all([startLauncher(stateDir), startLauncher(stateDir)]);
    expect(second.offer.databaseUrl).toBe(first.offer.databaseUrl);
    expect(second.offer.redis).toEqual(first.offer.redis);
    const pid = await postgresPid();
    first.child.kill('SIGKILL');
    await first.ended;
    await waitUntil('the shops of the first are gone', async () => (await Promise.all(first.offer.shopUrls.map(askShop))).every((shop) => shop === null));
    expect(await postgresPid()).toBe(pid);
    expect(await isReady(second.offer.databaseUrl)).toBe(true);
    expect(recordedRedis(stateDir).every((server) => isAlive(server))).toBe(true);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(await allGone(second.offer)).toBe(true);
  });

  it('restarts a Postgres and a Redis that crash, on their ports', async () => {
    const { child, offer, ended } = await startLauncher(stateDir);
    const pid = (await postgresPid()) ?? 0;
    const [redis] = recordedRedis(stateDir);
    process.kill(pid, 'SIGKILL');
    process.kill(redis?.pid ?? 0, 'SIGKILL');
    await waitUntil('both are back', async () => {
      const alive = recordedRedis(stateDir).every((server) => isAlive(server));
      return alive && processStart(pid) === null && (await isReady(offer.databaseUrl));
    });
    expect(recordedRedis(stateDir)[0]?.port).toBe(redis?.port);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await allGone(offer)).toBe(true);
  });

  it('runs without Redis, and says why, if there is none and installing is forbidden', async () => {
    const { child, offer, ended } = await startLauncher(stateDir, { PATH: '', STAMPEDE_NO_INSTALL: '1' });
    expect(offer.redis).toEqual({
      unavailable: expect.stringMatching(/neither redis-server nor valkey-server.*STAMPEDE_NO_INSTALL.*REDIS_URLS/) as string,
    });
    expect(await isReady(offer.databaseUrl)).toBe(true);
    expect((await askShop(offer.shopUrls[0] ?? ''))?.ok).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('the services command', () => {
  it('starts them in the background once, shows them, and stops them', async () => {
    const up = await startCli(['services', 'up'], stateDir);
    expect([await up.ended, up.output.stdout]).toEqual([0, '']);
    const again = await startCli(['services', 'up'], stateDir);
    expect(await again.ended).toBe(0);
    expect(again.output.stderr).toContain('are already up');

    const status = await startCli(['services', 'status', '--json'], stateDir);
    await status.ended;
    expect(JSON.parse(status.output.stdout)).toMatchObject({
      launchers: [{ command: 'services up' }],
      postgres: { answers: true },
      redis: Array.from({ length: 5 }, () => ({ answers: true })),
      shops: [{ answers: true, current: true }, { answers: true, current: true }],
    });

    const [offer] = publishedServices(stateDir);
    const down = await startCli(['services', 'down'], stateDir);
    expect(await down.ended).toBe(0);
    expect(offer && (await allGone(offer))).toBe(true);
  });
});
