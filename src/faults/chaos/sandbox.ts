import type { OpenDatabase } from '@/stores/postgres/database';
import type { RedisServers } from '@/stores/redis/redis-servers';
import { readHealth } from '@/runs/health';

/** A whole sandbox that was started to be broken, and whose launcher puts right what breaks. Never anybody's own. */
export interface ChaosSandbox {
  databaseUrl: string;
  redisUrls: readonly string[];
  shopUrls: readonly string[];
  /** Null where none was started. */
  webUrl: string | null;
  /** The processes as they are at this moment; those of shops are asked for. */
  pids: { web(): number | null; postgres(): number | null; redis(): readonly number[] };
}

/** The doors through which a sandbox is looked at. */
export interface ChaosStores {
  database: OpenDatabase;
  redis: RedisServers;
}

const PATIENCE_MS = 3_000;

/** Whether everything answers: Postgres, every Redis, every shop and the web. */
export async function isHealthy({ shopUrls, webUrl }: ChaosSandbox, stores: ChaosStores): Promise<boolean> {
  const [health, web] = await Promise.all([
    readHealth({ ...stores, redisUnavailable: null, shopUrls }),
    webUrl === null ? true : answersWell(`${webUrl}/api/health`),
  ]);
  return health.ok && health.redis.up && web;
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
