import type { ShelfKind } from '@/domain/strategy';
import type { Database } from './postgres/database';
import { fillRow, fillStream, fillUnits, unitsInRow, unitsInStream, unitsOnShelf } from './postgres/shelf-rows';
import type { StockCounter } from './redis/counter';

export interface ShelfStores {
  db: Database;
  /** Counts in Redis; null where there is none. */
  redis: StockCounter | null;
}

/** One way to count the units of a sale. */
interface Shelf {
  /** Full with that many units, whatever was there before. */
  fill(stores: ShelfStores, productId: number, units: number): Promise<void>;
  /** Units left, as Postgres has it, which has the last word. */
  left(db: Database, productId: number): Promise<number>;
}

export const SHELVES: Readonly<Record<ShelfKind, Shelf>> = {
  row: { fill: ({ db }, productId, units) => fillRow(db, productId, units, false), left: unitsInRow },
  'checked-row': { fill: ({ db }, productId, units) => fillRow(db, productId, units, true), left: unitsInRow },
  units: { fill: ({ db }, productId, units) => fillUnits(db, productId, units), left: unitsOnShelf },
  redis: {
    fill: async ({ db, redis }, productId, units) => {
      if (!redis) throw new Error('This product is counted in Redis, and there is none here; nothing was put on sale.');
      await fillRow(db, productId, units, false);
      await redis.set(productId, units);
    },
    left: unitsInRow,
  },
  events: { fill: ({ db }, productId, units) => fillStream(db, productId, units), left: unitsInStream },
};
