import type postgres from 'postgres';
import type { Database } from '@/stores/postgres/database';
import type { StockCounter } from '@/stores/redis/counter';

/** Where units are counted; in a transaction `db` is the transaction. */
export interface StockStores {
  db: Database;
  /** Counts in Redis; null where there is none. */
  redis: StockCounter | null;
}

/** More units, or fewer, or so many. */
export type StockChange = { delta: number } | { stock: number };

/** How one stock model counts the units of a product. Resetting a product and moving it to another model are made of these. */
export interface Stock {
  /** What the product's row in `inventory` is: what purchases sell from, what they are settled into later, or nothing: 0 for good. */
  inventoryRow: 'sold-from' | 'settled-into' | 'unused';
  /** Whether what an order says to be left is its place in the sale. Where units are claimed in any order it is not. */
  remainingIsPlace: boolean;

  /** Exactly that many units, whatever was there before. What was read before cannot be written after it. */
  fill(stores: StockStores, productId: number, units: number): Promise<void>;
  /** The same for tables of Postgres that are empty, as statements. The first product is what is sold; the others go with it in carts, which only rows know. */
  firstFill(productIds: readonly number[], units: number): string[];
  /** Statements that empty the tables which only this model uses. */
  clearAll: readonly string[];

  /** The units left as Postgres has it, which has the last word: an SQL expression, so that it can stand in a statement with others, of one moment. */
  left(productId: number): string;
  /** The units left as Redis counts them; null where it does not. */
  leftInRedis(redis: StockCounter | null, productId: number): Promise<number | null>;

  /** Changes the units while the product is sold, and what it began with alike; false when it is not the shop's own, or the change has no room. Null where units are not put in or taken out. */
  adjust: ((sql: postgres.Sql, productId: number, change: StockChange) => Promise<boolean>) | null;
}
