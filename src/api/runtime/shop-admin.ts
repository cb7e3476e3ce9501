import type { Settings } from '@/config/settings';
import { readActivity, type DatabaseActivity } from '@/stores/postgres/activity';
import { adjustStock, type Adjusted } from '@/stock/adjust-stock';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { Product } from '@/stock/products';
import type { StockChange } from '@/stock/stock';
import { explainStats, readStats, STATS_SQL, type ShopStats } from '@/stores/postgres/shop-stats';
import type { RedisServers } from '@/stores/redis/redis-servers';
import type { LimitStore } from '@/stores/redis/rate-limits';
import type { ShopLimits } from '@/shop/shop-limits';
import type { SlowRequest, SlowRequests } from './slow-requests';

export interface StatsReport extends ShopStats {
  /** The statement, the time of its round trip, and how Postgres went about it. */
  meta: { sql: string; durationMs: number; plan: string[] };
}

/** How a user stands with purchases; a limit of 0 is none. */
export interface UserLimit {
  userId: string;
  limit: number;
  used: number;
  remaining: number;
  resetsInMs: number;
  store: LimitStore;
}

/** What the instructor may look into and change. */
export interface ShopAdmin {
  stats(): Promise<StatsReport>;
  adjust(productId: number, change: StockChange): Promise<Adjusted>;
  reset(productId: number): Promise<Product | null>;
  limit(userId: string): Promise<UserLimit>;
  forgetLimit(userId: string): Promise<void>;
  slow(): { thresholdMs: number; requests: SlowRequest[] };
  database(): Promise<DatabaseActivity>;
  redis(): Promise<{ servers: { url: string; up: boolean; latencyMs: number | null }[] }>;
}

export interface ShopAdminOptions {
  database: OpenDatabase;
  redis: RedisServers | null;
  settings: Pick<Settings, 'redisUrls' | 'slowMs'>;
  limits: ShopLimits;
  slowRequests: SlowRequests;
  reset: (productId: number) => Promise<Product | null>;
  /** The stock of a product has changed. */
  changed: () => void;
}

export function openShopAdmin({ database, redis, settings, limits, slowRequests, reset, changed }: ShopAdminOptions): ShopAdmin {
  return {
    stats: async () => {
      const { stats, durationMs } = await readStats(database);
      return { ...stats, meta: { sql: STATS_SQL, durationMs, plan: await explainStats(database) } };
    },
    adjust: async (productId, change) => {
      const adjusted = await adjustStock(database, productId, change);
      if (adjusted.kind === 'adjusted') changed();
      return adjusted;
    },
    reset,
    limit: async (userId) => {
      const status = await limits.look(userId);
      if (!status) return { userId, limit: 0, used: 0, remaining: 0, resetsInMs: 0, store: 'memory' };
      const { limit, used, remaining, resetsInMs, store } = status;
      return { userId, limit, used, remaining, resetsInMs, store };
    },
    forgetLimit: (userId) => limits.forget(userId),
    slow: () => ({ thresholdMs: settings.slowMs, requests: slowRequests.list() }),
    database: () => readActivity(database),
    redis: async () => ({
      servers: await Promise.all((settings.redisUrls ?? []).map(async (url, index) => ({ url: withoutPassword(url), ...(await pinged(redis?.clients[index])) }))),
    }),
  };
}

async function pinged(client: RedisServers['clients'][number] | undefined): Promise<{ up: boolean; latencyMs: number | null }> {
  const startMs = performance.now();
  try {
    // It has its own patience.
    await client?.ping();
    return client ? { up: true, latencyMs: Math.round((performance.now() - startMs) * 100) / 100 } : { up: false, latencyMs: null };
  } catch {
    return { up: false, latencyMs: null };
  }
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
