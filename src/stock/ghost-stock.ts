import type { Database } from '@/stores/postgres/database';
import type { StockCounter } from '@/stores/redis/counter';
import { unitsLeft } from './stock-models';

/**
 * Units that Postgres still has and Redis does not offer, approximately now: those reserved and not settled yet, and
 * those lost. Negative if Redis counts more than there is; null if it has no count for the product; 0 when everything is settled.
 */
export async function ghostStock(stores: { db: Database; redis: StockCounter }, productId: number): Promise<number | null> {
  const [left, counted] = await Promise.all([unitsLeft(stores.db, 'redis', productId), stores.redis.read(productId)]);
  return counted === null ? null : left - counted;
}
