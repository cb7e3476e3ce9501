import type postgres from 'postgres';
import type { StoredOrder } from '@/domain/history';
import type { ShelfKind } from '@/domain/strategy';
import type { StockCounter } from '@/stores/redis/counter';

/** What is sold in a lab, and what goes with it in a cart. In a schema of their own they are the first and the second. */
export const PRODUCT = 1;
export const COMPANION = 2;
export const PRODUCTS: readonly number[] = [PRODUCT, COMPANION];

interface Stores {
  client: postgres.Sql;
  counter: StockCounter | null;
}

/** Everything as it was in the beginning, in one round trip, ids and tokens included: the same order of steps gives the same numbers. */
export async function fillShelf({ client, counter }: Stores, shelf: ShelfKind, stock: number): Promise<void> {
  await client.unsafe([...EMPTY, ...(shelf === 'events' ? EMPTY_EVENTS : []), ...fillStatements(shelf, stock)].join(';\n'));
  // Scripts that reserve remember keys and streams beside the count; both belong to this counter alone.
  if (shelf === 'redis') for (const product of PRODUCTS) await counter?.set(product, stock);
}

const EMPTY = ['delete from orders', 'delete from unit', 'delete from inventory', "select setval('orders_id_seq', 1, false), setval('fencing_token', 1, false)"];
const EMPTY_EVENTS = ['delete from outbox', 'delete from snapshot', 'delete from units_sold_view', 'delete from event', "select setval('event_id_seq', 1, false)"];

/** The statements that put units on an empty shelf, those in Redis apart. */
export function fillStatements(shelf: ShelfKind, stock: number): string[] {
  const row = shelf === 'units' || shelf === 'events' ? 0 : stock;
  const inventory = `insert into inventory (product_id, stock, initial_stock, never_negative) values ${PRODUCTS.map((id) => `(${id}, ${row}, ${stock}, ${String(shelf === 'checked-row')})`).join(', ')}`;
  const units = `insert into unit (product_id, unit_no) select ${PRODUCT}, n from generate_series(1, ${stock}) as n`;
  const opened = `insert into event (stream, version, kind, data) values ('sale-${PRODUCT}', 1, 'sale-opened', jsonb_build_object('units', ${stock}))`;
  return [inventory, ...(shelf === 'units' ? [units] : []), ...(shelf === 'events' ? [opened] : [])];
}

interface SaleRow {
  orders: StoredOrder[] | null;
  stock: number;
}

/** What the sale holds now, in one statement and so of one moment. */
export async function readSale(client: postgres.Sql, shelf: ShelfKind): Promise<{ orders: StoredOrder[]; finalStock: number }> {
  const [row] = await client<SaleRow[]>`
    select
      (select json_agg(json_build_object(
        'id', id, 'buyerId', buyer_id, 'quantity', quantity, 'fencingToken', fencing_token, 'idempotencyKey', idempotency_key,
        -- Where units are rows that anybody may claim, what an order said to be left is no position.
        'remaining', case when ${shelf !== 'units'} then remaining end
      ) order by id) from orders where product_id = ${PRODUCT}) as orders,
      case ${shelf as string}
        when 'units' then (select count(*) from unit where product_id = ${PRODUCT} and order_id is null)::int
        when 'events' then (
          select coalesce(sum(case kind when 'sale-opened' then (data ->> 'units')::int when 'units-sold' then -(data ->> 'quantity')::int end), 0)
          from event where stream = ${`sale-${PRODUCT}`}
        )::int
        else (select inventory.stock from inventory where product_id = ${PRODUCT})
      end as stock
  `;
  return { orders: row?.orders ?? [], finalStock: row?.stock ?? 0 };
}
