import type { StockModel } from '@/domain/stock-model';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { SqlTag } from '@/stores/postgres/session';
import type { SessionPool } from '@/stores/postgres/session-pool';
import { counted, type Product } from './products';

/** The stock of a product. */
export interface StockLine {
  productId: number;
  name: string;
  stock: number;
  initialStock: number;
}

interface StockRow {
  id: number;
  name: string;
  price: string;
  stock: number;
  initial_stock: number;
  stockModel: StockModel;
}

/**
 * The stock of one product: one statement over two primary keys, made for polling. It goes through `pool`, which prepares it
 * unless there is a pooler: unprepared it would take two round trips. Only if units are counted elsewhere a second
 * statement counts them there. Null if there is no such product.
 */
export async function readStock(pool: SessionPool, database: OpenDatabase, productId: number): Promise<StockLine | null> {
  const [row] = await pool.use(({ sql }) => selectStock(sql, productId));
  return row ? lineOf(await counted(database.db, row)) : null;
}

/** The statement of `readStock`, exported so that a test can check its plan. */
export const selectStock = (sql: SqlTag, productId: number): PromiseLike<StockRow[]> => sql<StockRow>`
  select p.id, p.name, p.price::text as price, i.stock, i.initial_stock, p.shelf as "stockModel"
  from inventory as i
  join product as p on p.id = i.product_id
  where i.product_id = ${productId}
`;

/** The shop's own products, and those with these ids: one statement for all that count in their row. */
export async function readStocks(database: OpenDatabase, shop: boolean, productIds: readonly number[]): Promise<(StockLine & { own: boolean })[]> {
  const sql = database.client;
  const rows = await sql<(StockRow & { own: boolean })[]>`
    select p.id, p.name, p.price::text as price, i.stock, i.initial_stock, p.shelf as "stockModel", p.run_id is null as own
    from product as p
    join inventory as i on i.product_id = p.id
    where p.id = any(${integerArray(productIds)}::int[])
       ${shop ? sql`or p.run_id is null` : sql``}
    order by p.id
  `;
  return Promise.all(rows.map(async (row) => ({ ...lineOf(await counted(database.db, row)), own: row.own })));
}

/** The shop's own products, as a buyer sees them. */
export async function readShopProducts(database: OpenDatabase): Promise<Product[]> {
  const rows = await database.client<StockRow[]>`
    select p.id, p.name, p.price::text as price, i.stock, i.initial_stock, p.shelf as "stockModel"
    from product as p
    join inventory as i on i.product_id = p.id
    where p.run_id is null
    order by p.id
  `;
  return Promise.all(
    rows.map(async (row) => {
      const { id, name, price, stock, initial_stock: initialStock } = await counted(database.db, row);
      return { id, name, price, stock, initialStock };
    }),
  );
}

const lineOf = ({ id, name, stock, initial_stock: initialStock }: StockRow): StockLine => ({ productId: id, name, stock, initialStock });

/** Avoids an array parameter, for which postgres.js would query the type on every new connection. */
const integerArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;
