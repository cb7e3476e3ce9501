import { openDatabase } from '@/stores/postgres/database';
import { takeFloodSlot } from '@/stores/postgres/flood-slot';
import { resetShopProducts } from '@/stock/products';
import { deleteAllRuns } from '@/stores/postgres/runs';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers } from '@/stores/redis/redis-servers';

/** Forgets every run and restocks the shop's products; waits for a flood that is under way. */
export async function resetSandbox(databaseUrl: string, redisUrls: readonly string[] | null): Promise<{ runs: number; products: number }> {
  const database = openDatabase(databaseUrl, 'stampede reset');
  const redis = redisUrls ? openRedisServers(redisUrls) : null;
  const slot = await takeFloodSlot(databaseUrl, new AbortController().signal, () => undefined);
  try {
    const { runs } = await deleteAllRuns(database.db);
    return { runs, products: await resetShopProducts({ db: database.db, redis: openStockCounter(redis, databaseUrl) }) };
  } finally {
    await slot.release();
    await Promise.all([redis?.close(), database.close()]);
  }
}
