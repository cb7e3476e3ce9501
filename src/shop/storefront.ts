import { openDatabase } from '@/stores/postgres/database';
import type { Product } from '@/stock/products';
import { SessionPool } from '@/stores/postgres/session-pool';
import { readShopProducts, readStock, readStocks, type StockLine } from '@/stock/shop-stock';
import { StockWatcher, type Send } from './stock-watcher';

/** What everybody may see of the shop. */
export interface Storefront {
  /** The shop's own products, not those of floods. */
  products(): Promise<Product[]>;
  /** What is left of any product; null when there is none such. */
  stock(productId: number): Promise<StockLine | null>;
  /** Whether there is such a product: also known while the database is away, if somebody watches it. */
  has(productId: number): Promise<boolean>;
  /** Tells what is left of one product, or with null of all of the shop's: now, and whenever it changes. Returns the way to leave. */
  watch(productId: number | null, send: Send): () => void;
  /** Somebody has just sold or filled something here: whoever watches shall see it at once. */
  changed(): void;
  close(): Promise<void>;
}

/** As many looks at once as one CPU answers. */
const LOOKS = 2;

/** Its connections are none that purchases use, so that a crowd of buyers keeps nobody from looking. */
export function openStorefront(databaseUrl: string): Storefront {
  const database = openDatabase(databaseUrl, 'stampede web stock');
  const pool = new SessionPool({ databaseUrl, size: LOOKS, applicationName: 'stampede web stock' });
  const stock = (productId: number): Promise<StockLine | null> => readStock(pool, database, productId);
  const watcher = new StockWatcher((shop, productIds) => readStocks(database, shop, productIds));
  return {
    products: () => readShopProducts(database),
    stock,
    has: async (productId) => watcher.knows(productId) || (await stock(productId)) !== null,
    watch: (productId, send) => watcher.watch(productId, send),
    changed: () => watcher.look(),
    close: async () => {
      await Promise.all([pool.end(), database.close()]);
    },
  };
}
