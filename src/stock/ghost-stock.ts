import type { Database } from '@/stores/postgres/database';
import type { StockCounter } from '@/stores/redis/counter';
import { unitsLeft } from './stock-models';

/**
 * Units that Postgres has left and Redis does not offer, as of about now: those reserved and not settled yet, and
 * those lost. Negative when Redis promises more than there is; null when it knows nothing of the product. 0 when all is settled.
 */
export async function ghostStock(stores: { db: Database; redis: StockCounter }, productId: number): Promise<number | null> {
  const [left, counted] = await Promise.all([unitsLeft(stores.db, 'redis', productId), stores.redis.read(productId)]);
  return counted === null ? null : left - counted;
}
