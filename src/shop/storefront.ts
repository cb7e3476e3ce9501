import { openDatabase } from '@/stores/postgres/database';
import type { Product } from '@/stock/products';
import { SessionPool } from '@/stores/postgres/session-pool';
import { readShopProducts, readStock, readStocks, type StockLine } from '@/stock/shop-stock';
import { StockWatcher, type Send } from './stock-watcher';

/** The public view of the shop. */
export interface Storefront {
  /** The shop's own products, not those of floods. */
  products(): Promise<Product[]>;
  /** The stock of any product; null if it is unknown. */
  stock(productId: number): Promise<StockLine | null>;
  /** Whether the product exists; also works while the database is away, if the product is watched. */
  has(productId: number): Promise<boolean>;
  /** Sends the stock of one product, or with null of all of the shop's, now and whenever it changes. Returns a function that stops it. */
  watch(productId: number | null, send: Send): () => void;
  /** Call it after a sale or restock here, so that readers see it at once. */
  changed(): void;
  close(): Promise<void>;
}

/** As many concurrent queries as one CPU can answer. */
const LOOKS = 2;

/** It has its own connections, so that a crowd of buyers cannot block readers. */
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
