import type { OpenDatabase } from '@/stores/postgres/database';
import type { RedisServers } from '@/stores/redis/redis-servers';
import type { StockStores } from '@/stock/stock';

/** A whole sandbox that was started to be broken, and whose launcher puts right what breaks. Never one that is in use. */
export interface ChaosSandbox {
  databaseUrl: string;
  redisUrls: readonly string[];
  shopUrls: readonly string[];
  /** Null where none was started. */
  webUrl: string | null;
  /** The processes as they are at this moment; those of shops are asked for. */
  pids: { web(): number | null; postgres(): number | null; redis(): readonly number[] };
}

/** The connections through which a sandbox is looked at. */
export interface ChaosStores {
  database: OpenDatabase;
  redis: RedisServers;
  stock: StockStores;
}

const PATIENCE_MS = 3_000;

/** Whether everything answers: Postgres, every Redis, every shop and the web. Rejects when one of them does not in time. */
export async function isHealthy({ shopUrls, webUrl }: ChaosSandbox, { database, redis }: ChaosStores): Promise<boolean> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS).unref();
  });
  const pages = [...shopUrls.map((url) => `${url}/health`), ...(webUrl === null ? [] : [`${webUrl}/api/health`])];
  const answers = await Promise.race([late, Promise.all([database.client`select 1`, ...redis.clients.map((client) => client.ping()), ...pages.map((url) => answersWell(url, PATIENCE_MS))])]);
  return !answers.includes(false);
}

export async function answersWell(url: string, withinMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
