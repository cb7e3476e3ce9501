import { and, eq, isNull } from 'drizzle-orm';
import type { ShelfKind } from '@/domain/strategy';
import { SHELVES, type ShelfStores } from '../shelves';
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
  /** Where its units are counted; a row unless it says otherwise. */
  shelf?: ShelfKind;
  /** The run whose lane sells it; null for the shop's own. */
  runId: string | null;
}

/** Puts a new product on the shelf, or nothing at all. */
export async function createProduct({ db, redis }: ShelfStores, input: NewProduct): Promise<Product> {
  return db.transaction(async (tx) => {
    const { name, price, runId, shelf = 'row', stock } = input;
    const [created] = await tx.insert(product).values({ name, price, runId, shelf }).returning();
    if (!created) throw new Error('The product insert returned no row; nothing was stored.');
    await SHELVES[shelf].fill({ db: tx, redis }, created.id, stock);
    return { id: created.id, name, price, stock, initialStock: stock };
  });
}

export async function findProduct(db: Database, productId: number): Promise<(Product & { shelf: ShelfKind; runId: string | null }) | null> {
  const [found] = await db
    .select({
      id: product.id,
      name: product.name,
      price: product.price,
      stock: inventory.stock,
      initialStock: inventory.initialStock,
      shelf: product.shelf,
      runId: product.runId,
    })
    .from(inventory)
    .innerJoin(product, eq(product.id, inventory.productId))
    .where(eq(inventory.productId, productId));
  if (!found) return null;
  // Where the row itself counts, one select was enough.
  return COUNTED_IN_ROW.has(found.shelf) ? found : { ...found, stock: await SHELVES[found.shelf].left(db, productId) };
}

/** Where the inventory row itself has the last word. */
export const COUNTED_IN_ROW: ReadonlySet<ShelfKind> = new Set<ShelfKind>(['row', 'checked-row', 'redis']);

/** Full shelf again, and no orders. Null when the shop has no such product; the sale of a flood is nobody's to reset. */
export async function resetProduct({ db, redis }: ShelfStores, productId: number): Promise<Product | null> {
  const found = await findProduct(db, productId);
  if (found?.runId !== null) return null;
  await db.transaction(async (tx) => {
    await SHELVES[found.shelf].fill({ db: tx, redis }, productId, found.initialStock);
    await tx.delete(orders).where(eq(orders.productId, productId));
  });
  return findProduct(db, productId);
}

/**
 * Brings what is left of a shop's own product to another kind of shelf, and leaves the old one empty: strategies that count
 * in different places would each sell the same units. Nobody may be buying it meanwhile; a second call changes nothing.
 */
export async function moveToShelf({ db, redis }: ShelfStores, productId: number, shelf: ShelfKind): Promise<void> {
  await db.transaction(async (tx) => {
    const [present] = await tx
      .select({ shelf: product.shelf })
      .from(product)
      .where(and(eq(product.id, productId), isNull(product.runId)))
      .for('update');
    if (!present || present.shelf === shelf) return;
    const left = await SHELVES[present.shelf].left(tx, productId);
    const [row] = await tx.select({ initialStock: inventory.initialStock }).from(inventory).where(eq(inventory.productId, productId));
    if (present.shelf !== 'redis' || redis) await SHELVES[present.shelf].fill({ db: tx, redis }, productId, 0);
    await SHELVES[shelf].fill({ db: tx, redis }, productId, left);
    await tx.update(inventory).set({ initialStock: row?.initialStock ?? left }).where(eq(inventory.productId, productId));
    await tx.update(product).set({ shelf }).where(eq(product.id, productId));
  });
}

/** Fills every shelf of the shop's own products again and deletes their orders; tells how many there are. */
export async function resetShopProducts(stores: ShelfStores): Promise<number> {
  const own = await stores.db.select({ id: product.id }).from(product).where(isNull(product.runId));
  for (const { id } of own) await resetProduct(stores, id);
  return own.length;
}
