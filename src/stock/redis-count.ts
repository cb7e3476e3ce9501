import { fillRow, firstRows, leftInRow } from './inventory-row';
import type { Stock } from './stock';

/** A number in Redis; sold units are settled into the row. */
export const redisCount: Stock = {
  inventoryRow: 'settled-into',
  remainingIsPlace: true,
  async fill({ db, redis }, productId, units) {
    // Without Redis nothing can be put on sale there; but setting the stock to 0 works in Postgres alone, which decides every sale.
    if (!redis && units > 0) throw new Error('This product is counted in Redis, and there is none here; nothing was put on sale.');
    await fillRow(db, productId, units);
    await redis?.set(productId, units);
  },
  firstFill: (productIds, units) => [firstRows(productIds, units, units)],
  clearAll: [],
  left: leftInRow,
  leftInRedis: async (redis, productId) => redis?.read(productId) ?? null,
  adjust: null,
};
