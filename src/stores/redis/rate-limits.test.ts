import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { isAlive } from '@/services/bootstrap/process-identity.mjs';
import { provideRedis, type RedisServers } from '@/services/redis-servers';
import { temporaryStateDir } from '@/testing/launcher-process';
import { RateLimits, type RateLimit } from './rate-limits';

/** Any name: the database is never used, its name only separates the keys of two shops. */
const SHOP = 'postgres://127.0.0.1:5432/limits';
const GENEROUS_MS = 5_000;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function openLimits(redisUrl: string | null, database = SHOP): RateLimits {
  const limits = new RateLimits(redisUrl, database);
  closing.push(() => limits.close());
  return limits;
}

let kinds = 0;
/** A limit that no other test counts in. */
function freshLimit(limits: RateLimits, points: number, windowS = 60, kind = `${process.pid}-${++kinds}`): RateLimit {
  const limit = limits.limit({ kind, points, windowS });
  if (!limit) throw new Error('There is no such limit.');
  return limit;
}

/** It connects in the background. */
const inRedis = (limit: RateLimit): Promise<true> => waitUntil('it counts in Redis', async () => (await limit.look('nobody')).store === 'redis');

const allowedOf = async (tries: Promise<{ allowed: boolean }>[]): Promise<number> => (await Promise.all(tries)).filter(({ allowed }) => allowed).length;

describe('a limit in Redis', () => {
  const redisUrl = (): string => inject('redisUrls')[0] ?? '';

  it('lets in exactly its number of buyers from a crowd, whichever processes they come through', async () => {
    const kind = `${process.pid}-crowd`;
    const processes = [openLimits(redisUrl()), openLimits(redisUrl()), openLimits(redisUrl())].map((limits) => freshLimit(limits, 5, 60, kind));
    await Promise.all(processes.map(inRedis));
    const crowd = Array.from({ length: 60 }, (_, index) => processes[index % 3]?.use('ann') ?? Promise.reject(new Error('nobody')));
    expect(await allowedOf(crowd)).toBe(5);
    expect(await processes[0]?.look('ann')).toMatchObject({ allowed: false, limit: 5, used: 5, remaining: 0, store: 'redis' });
  });

  it('ends by itself when its window is over', async () => {
    const limit = freshLimit(openLimits(redisUrl()), 1, 1);
    await inRedis(limit);
    expect(await limit.use('ann')).toMatchObject({ allowed: true, remaining: 0 });
    const refused = await limit.use('ann');
    expect(refused).toMatchObject({ allowed: false });
    expect(refused.resetsInMs).toBeGreaterThan(0);
    expect(refused.resetsInMs).toBeLessThanOrEqual(1_000);
    await waitUntil('it is let in again', async () => (await limit.use('ann')).allowed);
  });

  it('keeps all names apart, whatever characters they contain', async () => {
    const limit = freshLimit(openLimits(redisUrl()), 1);
    await inRedis(limit);
    const names = ['user', 'User', ' user', 'user ', 'u\u0301', '\u00fa', 'a:b', 'a', '{x}', '*', '__proto__', 'constructor', '🎸', '\u202euser', "'; flushall", 'x'.repeat(64)];
    expect(await allowedOf(names.map((name) => limit.use(name)))).toBe(names.length);
    expect(await allowedOf(names.map((name) => limit.use(name)))).toBe(0);
  });

  it('counts two shops that share a Redis apart', async () => {
    const kind = `${process.pid}-two`;
    const one = freshLimit(openLimits(redisUrl()), 1, 60, kind);
    const other = freshLimit(openLimits(redisUrl(), 'postgres://127.0.0.1:5432/other'), 1, 60, kind);
    await Promise.all([inRedis(one), inRedis(other)]);
    expect(await one.use('ann')).toMatchObject({ allowed: true });
    expect(await other.use('ann')).toMatchObject({ allowed: true });
  });

  it('gives a try back, and forgets', async () => {
    const limit = freshLimit(openLimits(redisUrl()), 1);
    await inRedis(limit);
    await limit.use('ann');
    await limit.giveBack('ann');
    expect(await limit.use('ann')).toMatchObject({ allowed: true });
    await limit.forget('ann');
    expect(await limit.look('ann')).toMatchObject({ used: 0, remaining: 1, resetsInMs: 0 });
  });

  it('of 0 is none', () => {
    expect(openLimits(null).limit({ kind: 'none', points: 0, windowS: 60 })).toBeNull();
  });
});

describe('while Redis is away', () => {
  let state: { stateDir: string; remove: () => void };
  let running: RedisServers;
  const startRedis = async (): Promise<RedisServers> => {
    const started = await provideRedis({ stateDir: state.stateDir, port: 17_420, noInstall: true, count: 1 }, () => undefined);
    if ('unavailable' in started) throw new Error(started.unavailable);
    return started;
  };
  const redisPid = (): number => running.servers[0]?.pid ?? Number.NaN;
  beforeEach(async () => {
    state = temporaryStateDir();
    running = await startRedis();
  });
  afterEach(async () => {
    await running.stop();
    state.remove();
  });

  it('limits go on in memory when it is killed, and in Redis when it is back', async () => {
    const limit = freshLimit(openLimits(running.urls[0] ?? ''), 3);
    await inRedis(limit);
    await limit.use('ann');
    process.kill(redisPid(), 'SIGKILL');
    const startMs = performance.now();
    // The first request after the kill, and every later one, is answered and counted. Redis may have answered two in its last moment.
    const during = await Promise.all(Array.from({ length: 10 }, () => limit.use('ann')));
    expect(performance.now() - startMs).toBeLessThan(GENEROUS_MS);
    const allowed = during.filter((status) => status.allowed).length;
    expect(allowed).toBeGreaterThanOrEqual(3);
    expect(allowed).toBeLessThanOrEqual(5);
    expect((await limit.look('ann')).store).toBe('memory');
    const killed = running;
    // Before, its port would look taken, and the next one would listen elsewhere.
    await waitUntil('it is gone', () => !killed.servers.some(isAlive));
    running = await startRedis();
    expect(running.urls).toEqual(killed.urls);
    await killed.stop();
    await inRedis(limit);
    // Its append-only file has the one try from before, and none of those in memory.
    expect(await limit.look('ann')).toMatchObject({ used: 1 + allowed - 3, store: 'redis' });
  });

  it('only the first request waits for a Redis that hangs', async () => {
    const limit = freshLimit(openLimits(running.urls[0] ?? ''), 100);
    await inRedis(limit);
    process.kill(redisPid(), 'SIGSTOP');
    try {
      const startMs = performance.now();
      for (let tries = 0; tries < 50; tries++) expect(await limit.use('ann')).toMatchObject({ allowed: true });
      // Fifty timeouts one after the other would take far longer.
      expect(performance.now() - startMs).toBeLessThan(GENEROUS_MS);
      expect((await limit.look('ann')).store).toBe('memory');
    } finally {
      process.kill(redisPid(), 'SIGCONT');
    }
    await inRedis(limit);
  });

  it('limits are counted in memory if there never was one', async () => {
    for (const limits of [openLimits('redis://127.0.0.1:1'), openLimits(null)]) {
      const limit = freshLimit(limits, 2);
      const startMs = performance.now();
      expect(await allowedOf(Array.from({ length: 5 }, () => limit.use('ann')))).toBe(2);
      expect(performance.now() - startMs).toBeLessThan(GENEROUS_MS);
      expect(await limit.look('ann')).toMatchObject({ used: 2, store: 'memory' });
      await limit.forget('ann');
      expect(await limit.use('ann')).toMatchObject({ allowed: true });
    }
  });
});
