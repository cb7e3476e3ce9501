import { eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { event, snapshot } from './event-schema';
import { inventory, unit } from './schema';

/** The stream of a sale's events. */
export const saleStream = (productId: number): string => `sale-${productId}`;

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

/** A new stream that begins with the opening of the sale. */
export async function fillStream(db: Database, productId: number, units: number): Promise<void> {
  await fillElsewhere(db, productId, units);
  const stream = saleStream(productId);
  await db.delete(snapshot).where(eq(snapshot.stream, stream));
  await db.delete(event).where(eq(event.stream, stream));
  await db.insert(event).values({ stream, version: 1, kind: 'sale-opened', data: { units } });
}

/** Units put on sale less units sold, over all events of the sale. */
export async function unitsInStream(db: Database, productId: number): Promise<number> {
  const [row] = await db
    .select({
      left: sql<number>`coalesce(sum(case ${event.kind} when 'sale-opened' then (${event.data} ->> 'units')::int when 'units-sold' then -(${event.data} ->> 'quantity')::int end), 0)::int`,
    })
    .from(event)
    .where(eq(event.stream, saleStream(productId)));
  return row?.left ?? 0;
}

async function fillElsewhere(db: Database, productId: number, units: number): Promise<void> {
  await fillRow(db, productId, 0, false);
  await db.update(inventory).set({ initialStock: units }).where(eq(inventory.productId, productId));
}
