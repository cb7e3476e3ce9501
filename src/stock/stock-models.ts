import { sql } from 'drizzle-orm';
import type { StockModel } from '@/domain/stock-model';
import type { Database } from '@/stores/postgres/database';
import { checkedRow } from './checked-row';
import { events } from './events';
import { redisCount } from './redis-count';
import { row } from './row';
import type { Stock } from './stock';
import { units } from './units';

/** All stock models. */
export const STOCK: Readonly<Record<StockModel, Stock>> = { row, 'checked-row': checkedRow, units, redis: redisCount, events };

/** Units left of a product, counted by its stock model. */
export async function unitsLeft(db: Database, model: StockModel, productId: number): Promise<number> {
  const [found] = await db.execute<{ units: number }>(sql`select ${sql.raw(STOCK[model].left(productId))} as units`);
  return found?.units ?? 0;
}
