import { and, eq, isNull } from 'drizzle-orm';
import type { StockModel } from '@/domain/stock-model';
import type { Database } from '@/stores/postgres/database';
import { inventory, orders, product } from '@/stores/postgres/schema';
import type { StockStores } from './stock';
import { STOCK, unitsLeft } from './stock-models';

/** A product and its stock. `price` is a decimal string with two places, never a float. */
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
  /** Where its units are counted; a row by default. */
  stockModel?: StockModel;
  /** The run whose lane sells it; null for the shop's own. */
  runId: string | null;
}

/** Puts a new product on sale, atomically. */
export async function createProduct({ db, redis }: StockStores, input: NewProduct): Promise<Product> {
  return db.transaction(async (tx) => {
    const { name, price, runId, stockModel = 'row', stock } = input;
    const [created] = await tx.insert(product).values({ name, price, runId, stockModel }).returning();
    if (!created) throw new Error('The product insert returned no row; nothing was stored.');
    await STOCK[stockModel].fill({ db: tx, redis }, created.id, stock);
    return { id: created.id, name, price, stock, initialStock: stock };
  });
}

export async function findProduct(db: Database, productId: number): Promise<(Product & { stockModel: StockModel; runId: string | null }) | null> {
  const [found] = await db
    .select({
      id: product.id,
      name: product.name,
      price: product.price,
      stock: inventory.stock,
      initialStock: inventory.initialStock,
      stockModel: product.stockModel,
      runId: product.runId,
    })
    .from(inventory)
    .innerJoin(product, eq(product.id, inventory.productId))
    .where(eq(inventory.productId, productId));
  if (!found) return null;
  return counted(db, found);
}

/** Completes a product that was read with its inventory row with the units left; only needs another read if the row does not count. */
export async function counted<P extends { id: number; stock: number; stockModel: StockModel }>(db: Database, read: P): Promise<P> {
  return STOCK[read.stockModel].inventoryRow === 'unused' ? { ...read, stock: await unitsLeft(db, read.stockModel, read.id) } : read;
}

/** Restores all units and deletes the orders. Null if the shop has no such product; the sale of a flood cannot be reset. */
export async function resetProduct({ db, redis }: StockStores, productId: number): Promise<Product | null> {
  const found = await findProduct(db, productId);
  if (found?.runId !== null) return null;
  await db.transaction(async (tx) => {
    await STOCK[found.stockModel].fill({ db: tx, redis }, productId, found.initialStock);
    await tx.delete(orders).where(eq(orders.productId, productId));
  });
  return findProduct(db, productId);
}

/**
 * Moves the remaining units of a shop's own product to another stock model, and leaves nothing in the old one: strategies
 * that count in different places would each sell the same units. There must be no purchase of it meanwhile; a second call changes nothing.
 */
export async function moveToModel({ db, redis }: StockStores, productId: number, stockModel: StockModel): Promise<void> {
  await db.transaction(async (tx) => {
    const [present] = await tx
      .select({ stockModel: product.stockModel })
      .from(product)
      .where(and(eq(product.id, productId), isNull(product.runId)))
      .for('update');
    if (!present || present.stockModel === stockModel) return;
    const left = await unitsLeft(tx, present.stockModel, productId);
    const [row] = await tx.select({ initialStock: inventory.initialStock }).from(inventory).where(eq(inventory.productId, productId));
    await STOCK[present.stockModel].fill({ db: tx, redis }, productId, 0);
    await STOCK[stockModel].fill({ db: tx, redis }, productId, left);
    await tx.update(inventory).set({ initialStock: row?.initialStock ?? left }).where(eq(inventory.productId, productId));
    await tx.update(product).set({ stockModel }).where(eq(product.id, productId));
  });
}

/** Restores all units of all the shop's own products and deletes their orders; returns the number of products. */
export async function resetShopProducts(stores: StockStores): Promise<number> {
  const own = await stores.db.select({ id: product.id }).from(product).where(isNull(product.runId));
  for (const { id } of own) await resetProduct(stores, id);
  return own.length;
}
