import { and, count, eq, isNull } from 'drizzle-orm';
import type { Database } from '@/stores/postgres/database';
import { findProduct, type Product } from '@/stock/products';
import { orders, product } from '@/stores/postgres/schema';

/** The shop's own product of that name, the oldest; null when there is none. */
export async function findOwnProduct(db: Database, name: string): Promise<Product | null> {
  const [found] = await db
    .select({ id: product.id })
    .from(product)
    .where(and(eq(product.name, name), isNull(product.runId)))
    .orderBy(product.id)
    .limit(1);
  return found ? findProduct(db, found.id) : null;
}

/** How many orders a product has, and what is left of it. */
export async function soldOf(db: Database, productId: number): Promise<{ orders: number; left: number }> {
  const [row] = await db.select({ rows: count() }).from(orders).where(eq(orders.productId, productId));
  return { orders: row?.rows ?? 0, left: (await findProduct(db, productId))?.stock ?? 0 };
}
