import type { OpenDatabase } from '@/stores/postgres/database';
import type { Product } from '@/stores/postgres/products';
import { readShopProducts, readStock, readStocks, type StockLine } from '@/stores/postgres/shop-stock';
import { StockWatcher, type Tell } from './stock-watcher';

/** What everybody may see of the shop. */
export interface Storefront {
  /** The shop's own products, not those of floods. */
  products(): Promise<Product[]>;
  /** What is left of any product; null when there is none such. */
  stock(productId: number): Promise<StockLine | null>;
  /** Whether there is such a product: also known while the database is away, if somebody watches it. */
  has(productId: number): Promise<boolean>;
  /** Tells what is left of one product, or with null of all of the shop's: now, and whenever it changes. Returns the way to leave. */
  watch(productId: number | null, tell: Tell): () => void;
  /** Somebody has just sold or filled something here: whoever watches shall see it at once. */
  changed(): void;
}

/** The database is one that purchases do not use, so that a crowd of buyers keeps nobody from looking. */
export function openStorefront(database: OpenDatabase): Storefront {
  const watcher = new StockWatcher((shop, productIds) => readStocks(database, shop, productIds));
  return {
    products: () => readShopProducts(database),
    stock: (productId) => readStock(database, productId),
    has: async (productId) => watcher.knows(productId) || (await readStock(database, productId)) !== null,
    watch: (productId, tell) => watcher.watch(productId, tell),
    changed: () => watcher.look(),
  };
}
