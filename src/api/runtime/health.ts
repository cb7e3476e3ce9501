import { request } from 'undici';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { RedisServers } from '@/stores/redis/redis-servers';

export interface StoreHealth {
  up: boolean;
  /** Milliseconds for one round trip; null if it did not answer. */
  latencyMs: number | null;
  error?: string;
}

export interface Health {
  /** Whether the sandbox can sell: Postgres and every shop answer. Redis may be missing. */
  ok: boolean;
  postgres: StoreHealth;
  redis: StoreHealth;
  shops: { up: number; of: number };
}

export interface HealthSources {
  database: OpenDatabase;
  redis: RedisServers | null;
  redisUnavailable: string | null;
  shopUrls: readonly string[];
}

const PATIENCE_MS = 2_000;

/** Checks all services at once; none may take longer than two seconds. */
export async function readHealth({ database, redis, redisUnavailable, shopUrls }: HealthSources): Promise<Health> {
  const [postgres, redisHealth, shops] = await Promise.all([
    timed(() => database.client`select 1`),
    redis
      ? timed(() => Promise.all(redis.clients.map((client) => client.ping())))
      : { up: false, latencyMs: null, error: redisUnavailable ?? 'not running' },
    Promise.all(shopUrls.map(answers)),
  ]);
  const up = shops.filter(Boolean).length;
  return { ok: postgres.up && up === shopUrls.length, postgres, redis: redisHealth, shops: { up, of: shopUrls.length } };
}

async function timed(question: () => PromiseLike<unknown>): Promise<StoreHealth> {
  const start = performance.now();
  try {
    await Promise.race([question(), refuseAfter(PATIENCE_MS)]);
    return { up: true, latencyMs: Math.round((performance.now() - start) * 10) / 10 };
  } catch (error) {
    return { up: false, latencyMs: null, error: sentenceOf(error) };
  }
}

async function answers(shopUrl: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${shopUrl}/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

function refuseAfter(milliseconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds).unref();
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error instanceof Error && error.message ? error.message : 'no answer';
}
