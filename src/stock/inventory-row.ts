import { eq, sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { LIMITS } from '@/domain/limits';
import type { StockModel } from '@/domain/stock-model';
import type { Database } from '@/stores/postgres/database';
import { inventory } from '@/stores/postgres/schema';
import type { Stock, StockChange } from './stock';

/** One number in the product's row of `inventory`. */
export function inventoryRow(model: StockModel, neverNegative: boolean): Stock {
  return {
    inventoryRow: 'sold-from',
    remainingIsPlace: true,
    fill: ({ db }, productId, units) => fillRow(db, productId, units, neverNegative),
    firstFill: (productIds, units) => [firstRows(productIds, units, units, neverNegative)],
    clearAll: [],
    left: leftInRow,
    leftInRedis: async () => null,
    adjust: (client, productId, change) => adjustRow(client, productId, model, change),
  };
}

/** The version keeps growing, so that a purchase which read before a restock cannot write after it. */
export async function fillRow(db: Database, productId: number, units: number, neverNegative = false): Promise<void> {
  await db
    .insert(inventory)
    .values({ productId, stock: units, initialStock: units, neverNegative })
    .onConflictDoUpdate({
      target: inventory.productId,
      set: { stock: units, neverNegative, version: sql`${inventory.version} + 1` },
    });
}

/** The row of a product that is counted elsewhere: it stays at 0, so that the row does not sell the same units as well. */
export async function fillElsewhere(db: Database, productId: number, units: number): Promise<void> {
  await fillRow(db, productId, 0);
  await db.update(inventory).set({ initialStock: units }).where(eq(inventory.productId, productId));
}

export const leftInRow = (productId: number): string => `coalesce((select inventory.stock from inventory where inventory.product_id = ${productId}), 0)`;

/** The rows of products that have none yet. */
export const firstRows = (productIds: readonly number[], stock: number, initialStock: number, neverNegative = false): string =>
  `insert into inventory (product_id, stock, initial_stock, never_negative) values ${productIds.map((id) => `(${id}, ${stock}, ${initialStock}, ${String(neverNegative)})`).join(', ')}`;

/**
 * One conditional statement: it neither waits for buyers to finish nor loses a concurrent sale, and a
 * purchase that has read the version before cannot write after it. The initial stock changes as well, so that the initial stock
 * minus what is left is still what was sold.
 */
async function adjustRow(client: postgres.Sql, productId: number, model: StockModel, change: StockChange): Promise<boolean> {
  const delta = 'delta' in change ? client`${change.delta}::int` : client`(${change.stock}::int - stock)`;
  const done = await client`
    update inventory set
      stock = stock + ${delta},
      initial_stock = initial_stock + ${delta},
      version = version + 1
    where product_id = ${productId}
      and stock + ${delta} >= 0
      and initial_stock + ${delta} between 0 and ${LIMITS.stock.max}
      and exists (
        select from product
        where id = product_id and run_id is null and shelf = ${model as string} -- it may just have been moved
      )
    returning product_id
  `;
  return done.length > 0;
}
