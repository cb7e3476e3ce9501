import { clearDatabase } from '@/stores/postgres/clear-database';
import { openDatabase } from '@/stores/postgres/database';
import { takeFloodSlot } from '@/stores/postgres/flood-slot';
import { seedShop } from '@/stores/postgres/seed';
import { forgetDatabase } from '@/stores/redis/forget-database';
import { openRedisServers } from '@/stores/redis/redis-servers';

/** Adds the shop's own products that it does not have yet; returns how many. */
export async function seedDatabase(databaseUrl: string): Promise<number> {
  const database = openDatabase(databaseUrl, 'stampede seed');
  try {
    return await seedShop(database.db);
  } finally {
    await database.close();
  }
}

/** Forgets everything: runs, orders, products, and what Redis counts for them. Waits for a flood that is under way. */
export async function clearEverything(databaseUrl: string, redisUrls: readonly string[] | null): Promise<void> {
  const database = openDatabase(databaseUrl, 'stampede db reset');
  const redis = redisUrls ? openRedisServers(redisUrls) : null;
  const slot = await takeFloodSlot(databaseUrl, new AbortController().signal, () => undefined);
  try {
    await clearDatabase(database.db);
    if (redis) await forgetDatabase(redis, databaseUrl);
  } finally {
    await slot.release();
    await Promise.all([redis?.close(), database.close()]);
  }
}
