import type { Database } from './postgres/database';
import { unitsInRow } from './postgres/shelf-rows';
import type { StockCounter } from './redis/counter';

/**
 * Units that Postgres has on the shelf and Redis does not offer, as of about now: those reserved and not settled yet, and
 * those lost. Negative when Redis promises more than there is; null when it knows nothing of the product. 0 when all is settled.
 */
export async function ghostStock(stores: { db: Database; redis: StockCounter }, productId: number): Promise<number | null> {
  const [left, counted] = await Promise.all([unitsInRow(stores.db, productId), stores.redis.read(productId)]);
  return counted === null ? null : left - counted;
}
