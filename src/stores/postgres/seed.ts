import { isNull } from 'drizzle-orm';
import type { Database } from './database';
import { inventory, product } from './schema';

/** The shop's products after `db:seed`, from tickets for a crowd to a single seat. Prices are decimal strings. */
export const SHOP_PRODUCTS = [
  { name: 'Concert ticket', price: '49.00', stock: 100 },
  { name: 'Limited sneaker', price: '129.90', stock: 50 },
  { name: 'Signed vinyl', price: '34.50', stock: 12 },
  { name: 'Retro console', price: '219.00', stock: 5 },
  { name: 'Front-row seat', price: '350.00', stock: 1 },
] as const;

/** The product with a single unit. */
export const LAST_ITEM = SHOP_PRODUCTS[4];

/** Adds the products that the shop does not have by that name; all or none. Returns how many. */
export async function seedShop(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const present = new Set((await tx.select({ name: product.name }).from(product).where(isNull(product.runId))).map(({ name }) => name));
    const missing = SHOP_PRODUCTS.filter(({ name }) => !present.has(name));
    // One after the other, so that their ids have this order.
    for (const { name, price, stock } of missing) {
      const [created] = await tx.insert(product).values({ name, price }).returning({ id: product.id });
      if (created) await tx.insert(inventory).values({ productId: created.id, stock, initialStock: stock });
    }
    return missing.length;
  });
}
