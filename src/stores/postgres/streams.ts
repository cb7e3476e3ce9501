import { sql, type SQL } from 'drizzle-orm';
import type { Database } from './database';

/** The stream of a sale's events. */
export const saleStream = (productId: number): string => `sale-${productId}`;

/** The stream of one rejected purchase; the id of the command begins with the product's. */
export const purchaseStream = (commandId: string): string => `purchase-${commandId}`;

/** Deletes the events of these products and everything derived from them. `productIds` is a select of one column. */
export async function deleteStreams(db: Database, productIds: SQL): Promise<void> {
  // Both `sale-7` and `purchase-7-...` have the product in second place.
  const theirs = sql`select id from event where split_part(stream, '-', 2) in (select id::text from (${productIds}) as gone (id))`;
  await db.execute(sql`delete from outbox where event_id in (${theirs})`);
  await db.execute(sql`delete from snapshot where stream in (select 'sale-' || id from (${productIds}) as gone (id))`);
  await db.execute(sql`delete from units_sold_view where product_id in (${productIds})`);
  await db.execute(sql`delete from event where id in (${theirs})`);
}
