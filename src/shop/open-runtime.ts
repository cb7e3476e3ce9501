import { machineClock } from '@/domain/monotonic-clock';
import { SessionPool } from '@/stores/postgres/session-pool';
import { openRedisServers, type RedisServers } from '@/stores/redis/redis-servers';
import { Coalescer } from '@/strategies/coalescer';
import type { ShopRuntime } from './purchase-handler';

export interface RuntimeOptions {
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  redisUnavailable: string | null;
  poolSize: number;
  applicationName: string;
}

/** Connects a shop to its stores. Nothing is sent before the first purchase. */
export function openShopRuntime(options: RuntimeOptions): ShopRuntime & { redis: RedisServers | null; close(): Promise<void> } {
  const pool = new SessionPool({ databaseUrl: options.databaseUrl, size: options.poolSize, applicationName: options.applicationName });
  const redis = options.redisUrls ? openRedisServers(options.redisUrls) : null;
  return {
    stores: {
      pool,
      redlock: redis?.redlock ?? null,
      redis: redis?.counter ?? null,
      known: new Set(),
      ownLocks: new Set(),
      coalescer: new Coalescer(pool),
    },
    redis,
    redisUnavailable: options.redisUnavailable,
    clock: machineClock,
    random: Math.random,
    close: async () => {
      await Promise.all([pool.end(), redis?.close()]);
    },
  };
}
