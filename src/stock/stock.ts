import type postgres from 'postgres';
import type { Database } from '@/stores/postgres/database';
import type { StockCounter } from '@/stores/redis/counter';

/** The stores that count units; in a transaction `db` is the transaction. */
export interface StockStores {
  db: Database;
  /** The counter in Redis; null if there is none. */
  redis: StockCounter | null;
}

/** A change of the stock by a number of units, or to a number. */
export type StockChange = { delta: number } | { stock: number };

/** How one stock model counts the units of a product. Resets and moves to another model are built from these. */
export interface Stock {
  /** The role of the product's row in `inventory`: purchases sell from it, or are settled into it later, or it is unused and always 0. */
  inventoryRow: 'sold-from' | 'settled-into' | 'unused';
  /** Whether an order's `remaining` is its place in the sale. It is not if units are claimed in any order. */
  remainingIsPlace: boolean;

  /** Sets the stock to exactly this many units. A purchase that read before cannot write after it. */
  fill(stores: StockStores, productId: number, units: number): Promise<void>;
  /** The same as statements for empty tables in Postgres. The first product is the one on sale; the others are for carts, which only rows support. */
  firstFill(productIds: readonly number[], units: number): string[];
  /** Statements that empty the tables which only this model uses. */
  clearAll: readonly string[];

  /** The units left according to Postgres, which decides: an SQL expression, so that one statement can read it together with others. */
  left(productId: number): string;
  /** The units left according to Redis; null if it does not count them. */
  leftInRedis(redis: StockCounter | null, productId: number): Promise<number | null>;

  /** Changes the stock and the initial stock while the product is being sold; false if it is not the shop's own, or the result is out of bounds. Null if the model does not support it. */
  adjust: ((sql: postgres.Sql, productId: number, change: StockChange) => Promise<boolean>) | null;
}
