import type postgres from 'postgres';
import type { StoredOrder } from '@/domain/history';
import type { StockModel } from '@/domain/stock-model';
import { STOCK } from '@/stock/stock-models';
import type { StockCounter } from '@/stores/redis/counter';

/** What is sold in a lab, and what goes with it in a cart. In a schema of their own they are the first and the second. */
export const PRODUCT = 1;
export const COMPANION = 2;
export const PRODUCTS: readonly number[] = [PRODUCT, COMPANION];

interface Stores {
  client: postgres.Sql;
  counter: StockCounter | null;
}

/** Everything as it was in the beginning, in one round trip, ids and tokens included: the same schedule gives the same numbers. */
export async function fillStock({ client, counter }: Stores, model: StockModel, stock: number): Promise<void> {
  const { clearAll, firstFill } = STOCK[model];
  await client.unsafe([...EMPTY, ...clearAll, ...firstFill(PRODUCTS, stock)].join(';\n'));
  // Scripts that reserve remember keys and streams beside the count; both belong to this counter alone.
  if (model === 'redis') for (const product of PRODUCTS) await counter?.set(product, stock);
}

const EMPTY = ['delete from orders', 'delete from inventory', "select setval('orders_id_seq', 1, false), setval('fencing_token', 1, false)"];

interface SaleRow {
  orders: StoredOrder[] | null;
  stock: number;
}

/** What the sale holds now, in one statement and so of one moment. */
export async function readSale(client: postgres.Sql, model: StockModel): Promise<{ orders: StoredOrder[]; finalStock: number }> {
  const { left, remainingIsPlace } = STOCK[model];
  const [row] = await client<SaleRow[]>`
    select
      (select json_agg(json_build_object(
        'id', id, 'buyerId', buyer_id, 'quantity', quantity, 'fencingToken', fencing_token, 'idempotencyKey', idempotency_key,
        -- Where units are claimed in any order, what an order said to be left is no place in the sale.
        'remaining', case when ${remainingIsPlace} then remaining end
      ) order by id) from orders where product_id = ${PRODUCT}) as orders,
      ${client.unsafe(left(PRODUCT))} as stock
  `;
  return { orders: row?.orders ?? [], finalStock: row?.stock ?? 0 };
}
