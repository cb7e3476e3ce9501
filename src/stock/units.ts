import { eq, sql } from 'drizzle-orm';
import { unit } from '@/stores/postgres/schema';
import { fillElsewhere, firstRows } from './inventory-row';
import type { Stock } from './stock';

/** One row for each unit; a unit is sold when it has an order. */
export const units: Stock = {
  inventoryRow: 'unused',
  remainingIsPlace: false,
  async fill({ db }, productId, count) {
    await fillElsewhere(db, productId, count);
    await db.delete(unit).where(eq(unit.productId, productId));
    await db.execute(sql`insert into unit (product_id, unit_no) select ${productId}::int, n from generate_series(1, ${count}::int) as n`);
  },
  firstFill: (productIds, count) => [
    firstRows(productIds, 0, count),
    `insert into unit (product_id, unit_no) select ${productIds[0] ?? 0}, n from generate_series(1, ${count}) as n`,
  ],
  clearAll: ['delete from unit'],
  left: (productId) => `(select count(*)::int from unit where unit.product_id = ${productId} and unit.order_id is null)`,
  leftInRedis: async () => null,
  adjust: null,
};
