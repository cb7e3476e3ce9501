import { eq, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database';
import { event } from './event-schema';
import { inventory, unit } from './schema';

/** The stream of a sale's events. */
export const saleStream = (productId: number): string => `sale-${productId}`;

/** The stream of one purchase that was turned away; the id of the command begins with the product's. */
export const purchaseStream = (commandId: string): string => `purchase-${commandId}`;

/** One number in one row. The version goes on, so that whoever read before a refill cannot write after it. */
export async function fillRow(db: Database, productId: number, units: number, neverNegative: boolean): Promise<void> {
  await db
    .insert(inventory)
    .values({ productId, stock: units, initialStock: units, neverNegative })
    .onConflictDoUpdate({
      target: inventory.productId,
      set: { stock: units, neverNegative, version: sql`${inventory.version} + 1` },
    });
}

export async function unitsInRow(db: Database, productId: number): Promise<number> {
  const [row] = await db.select({ stock: inventory.stock }).from(inventory).where(eq(inventory.productId, productId));
  return row?.stock ?? 0;
}

/** One row a unit. The inventory row stays at 0, so that nobody sells the same units by counting. */
export async function fillUnits(db: Database, productId: number, units: number): Promise<void> {
  await fillElsewhere(db, productId, units);
  await db.delete(unit).where(eq(unit.productId, productId));
  await db.execute(sql`insert into unit (product_id, unit_no) select ${productId}::int, n from generate_series(1, ${units}::int) as n`);
}

export async function unitsOnShelf(db: Database, productId: number): Promise<number> {
  return db.$count(unit, sql`${unit.productId} = ${productId} and ${unit.orderId} is null`);
}

/**
 * Opens the sale once more, as the next event of its stream. What happened before stays, and the version goes on, so that
 * whoever loaded the sale before cannot append after it.
 */
export async function fillStream(db: Database, productId: number, units: number): Promise<void> {
  await fillElsewhere(db, productId, units);
  const stream = saleStream(productId);
  const open = () => db.execute(sql`
    insert into event (stream, version, kind, data)
    select ${stream}, coalesce(max(version), 0) + 1, 'sale-opened', jsonb_build_object('units', ${units}::int)
    from event where stream = ${stream}
    on conflict on constraint event_stream_version do nothing
    returning id
  `);
  // Whoever buys at this very moment may take the version, and then is one buyer fewer.
  while ((await open()).length === 0);
}

/** Units put on sale less units sold, over all events since the sale was last opened. */
export async function unitsInStream(db: Database, productId: number): Promise<number> {
  const stream = saleStream(productId);
  const [row] = await db
    .select({
      left: sql<number>`coalesce(sum(case ${event.kind} when 'sale-opened' then (${event.data} ->> 'units')::int when 'units-sold' then -(${event.data} ->> 'quantity')::int end), 0)::int`,
    })
    .from(event)
    .where(sql`${event.stream} = ${stream} and ${event.version} >= (
      select max(version) from event as opening where opening.stream = ${stream} and opening.kind = 'sale-opened'
    )`);
  return row?.left ?? 0;
}

/** Deletes the events of these products and all that was made of them. `productIds` is a select of one column. */
export async function deleteStreams(db: Database, productIds: SQL): Promise<void> {
  // Both `sale-7` and `purchase-7-...` have the product in second place.
  const theirs = sql`select id from event where split_part(stream, '-', 2) in (select id::text from (${productIds}) as gone (id))`;
  await db.execute(sql`delete from outbox where event_id in (${theirs})`);
  await db.execute(sql`delete from snapshot where stream in (select 'sale-' || id from (${productIds}) as gone (id))`);
  await db.execute(sql`delete from units_sold_view where product_id in (${productIds})`);
  await db.execute(sql`delete from event where id in (${theirs})`);
}

async function fillElsewhere(db: Database, productId: number, units: number): Promise<void> {
  await fillRow(db, productId, 0, false);
  await db.update(inventory).set({ initialStock: units }).where(eq(inventory.productId, productId));
}
