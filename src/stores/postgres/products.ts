import { eq, isNull, sql } from 'drizzle-orm';
import type { Database } from './database';
import { inventory, orders, product } from './schema';

/** A product and what is left of it. `price` is a decimal string with two places, never a float. */
export interface Product {
  id: number;
  name: string;
  price: string;
  stock: number;
  initialStock: number;
}

export interface NewProduct {
  name: string;
  price: string;
  stock: number;
  /** The run whose lane sells it; null for the shop's own. */
  runId: string | null;
}

const columns = {
  id: product.id,
  name: product.name,
  price: product.price,
  stock: inventory.stock,
  initialStock: inventory.initialStock,
};

/** Puts a new product on the shelf, or nothing at all. */
export async function createProduct(db: Database, input: NewProduct): Promise<Product> {
  return db.transaction(async (tx) => {
    const [created] = await tx
      .insert(product)
      .values({ name: input.name, price: input.price, runId: input.runId })
      .returning();
    if (!created) throw new Error('The product insert returned no row; nothing was stored.');
    await tx.insert(inventory).values({ productId: created.id, stock: input.stock, initialStock: input.stock });
    return { id: created.id, name: created.name, price: created.price, stock: input.stock, initialStock: input.stock };
  });
}

export async function findProduct(db: Database, productId: number): Promise<Product | null> {
  const [found] = await db
    .select(columns)
    .from(inventory)
    .innerJoin(product, eq(product.id, inventory.productId))
    .where(eq(inventory.productId, productId));
  return found ?? null;
}

/**
 * Full shelf again, and no orders. Null when the shop has no such product; the sale of a flood is nobody's to reset. The
 * version goes on, so that a buyer who read before the reset cannot write after it.
 */
export async function resetProduct(db: Database, productId: number): Promise<Product | null> {
  if (!(await isShopProduct(db, productId))) return null;
  await db.transaction(async (tx) => {
    await tx
      .update(inventory)
      .set({ stock: inventory.initialStock, version: sql`${inventory.version} + 1` })
      .where(eq(inventory.productId, productId));
    await tx.delete(orders).where(eq(orders.productId, productId));
  });
  return findProduct(db, productId);
}

/** Whether the product is the shop's own, and not the sale of a flood. */
export async function isShopProduct(db: Database, productId: number): Promise<boolean> {
  const [found] = await db.select({ runId: product.runId }).from(product).where(eq(product.id, productId));
  return found?.runId === null;
}

/** Fills every shelf of the shop's own products again and deletes their orders; tells how many there are. */
export async function resetShopProducts(db: Database): Promise<number> {
  const own = await db.select({ id: product.id }).from(product).where(isNull(product.runId));
  for (const { id } of own) await resetProduct(db, id);
  return own.length;
}
