import { machineClock } from '@/domain/monotonic-clock';
import { SessionPool } from '@/stores/postgres/session-pool';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers, type RedisServers } from '@/stores/redis/redis-servers';
import { Reservations } from '@/stores/redis/reservations';
import { Coalescer } from '@/kit/coalescer';
import type { ShopRuntime } from './buy';

export interface RuntimeOptions {
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  redisUnavailable: string | null;
  poolSize: number;
  /** Connections that were not used for this long are closed until they are needed again; 0 or absent: never. */
  idleMs?: number;
  /** How long to wait for Postgres to accept a connection, for a free connection, and for a statement; 0 is for ever, except for the first. */
  limits?: { connectTimeoutMs: number; poolWaitMs: number; statementTimeoutMs: number };
  applicationName: string;
  /** Called when the background settling of reservations fails for an unknown reason. */
  onBug?: (error: unknown) => void;
  /** Called when something is in the outbox; absent if this process has no relay. */
  onAppended?: () => void;
}

/** Connects a shop to its stores. Nothing is sent to Postgres before the first purchase, unless Redis holds unsettled reservations. */
export function openShopRuntime(options: RuntimeOptions): ShopRuntime & { redis: RedisServers | null; close(): Promise<void> } {
  const { connectTimeoutMs, poolWaitMs: waitMs, statementTimeoutMs } = options.limits ?? {};
  const connection = { databaseUrl: options.databaseUrl, applicationName: options.applicationName, connectTimeoutMs, statementTimeoutMs };
  const pool = new SessionPool({ ...connection, size: options.poolSize, waitMs, idleMs: options.idleMs });
  const redis = options.redisUrls ? openRedisServers(options.redisUrls) : null;
  const counter = openStockCounter(redis, options.databaseUrl);
  const { databaseUrl, applicationName, onBug = () => undefined } = options;
  const reservations = counter && new Reservations({ counter, databaseUrl, applicationName, clock: machineClock, onBug });
  return {
    stores: {
      pool,
      redlock: redis?.redlock ?? null,
      redis: redis?.counter ?? null,
      counter,
      reservations,
      known: new Set(),
      ownLocks: new Set(),
      coalescer: new Coalescer(pool),
      onAppended: options.onAppended,
    },
    redis,
    redisUnavailable: options.redisUnavailable,
    clock: machineClock,
    random: Math.random,
    close: async () => {
      // Settling needs both stores until the end.
      await reservations?.close();
      await Promise.all([pool.end(), redis?.close()]);
    },
  };
}
