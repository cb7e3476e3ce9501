import { LIMITS } from '@/domain/limits';
import type { ShelfKind } from '@/domain/strategy';
import type { OpenDatabase } from './database';
import { findProduct, type Product } from './products';

/** More units, or fewer, or so many. */
export type StockChange = { delta: number } | { stock: number };

export type Adjusted =
  | { kind: 'adjusted'; product: Product }
  | { kind: 'unknown' | 'would-be-negative' | 'would-be-too-many' }
  /** Its units are not counted in its row, or not there alone. */
  | { kind: 'counted-elsewhere'; shelf: ShelfKind };

/**
 * Puts units of one of the shop's own products on its shelf, or takes some away. What it began with moves along, so that what
 * it began with less what is left is still what was sold. One conditional statement: it neither waits for buyers to finish nor
 * loses a sale that is made at the same moment, and whoever has read the version before cannot write after it.
 */
export async function adjustStock(database: OpenDatabase, productId: number, change: StockChange): Promise<Adjusted> {
  const { client: sql, db } = database;
  const delta = 'delta' in change ? sql`${change.delta}::int` : sql`(${change.stock}::int - stock)`;
  const [done] = await sql`
    update inventory set
      stock = stock + ${delta},
      initial_stock = initial_stock + ${delta},
      version = version + 1
    where product_id = ${productId}
      and stock + ${delta} >= 0
      and initial_stock + ${delta} between 0 and ${LIMITS.stock.max}
      and exists (
        select from product
        where id = product_id and run_id is null and shelf = any('{row,checked-row}'::text[])
      )
    returning product_id
  `;
  const found = await findProduct(db, productId);
  if (found?.runId !== null) return { kind: 'unknown' };
  const { shelf, runId: _runId, ...product } = found;
  if (done) return { kind: 'adjusted', product };
  if (shelf !== 'row' && shelf !== 'checked-row') return { kind: 'counted-elsewhere', shelf };
  const wanted = 'delta' in change ? product.stock + change.delta : change.stock;
  return { kind: wanted < 0 ? 'would-be-negative' : 'would-be-too-many' };
}
