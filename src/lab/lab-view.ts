import type { CommittedState, LabKey, LabLock } from '@/domain/lab';
import { STOCK } from '@/stock/stock-models';
import { saleStream } from '@/stores/postgres/streams';
import { stockModelOf } from '@/strategies/registry';
import type { Ground } from './environment';
import { PRODUCT } from './stock-store';

interface SaleRow {
  stock: number;
  version: number;
  fencing_token: number;
  orders: CommittedState['orders'] | null;
  events: string[] | null;
}

/** The sale as every other session sees it now. */
export async function readCommitted({ control, strategy, counter }: Ground): Promise<CommittedState> {
  const model = stockModelOf(strategy);
  const { inventoryRow, left, leftInRedis } = STOCK[model];
  const [row] = await control<SaleRow[]>`
    select ${control.unsafe(left(PRODUCT))} as stock, version, fencing_token::int, (
        select json_agg(json_build_object('id', id, 'buyerId', buyer_id, 'quantity', quantity, 'remaining', remaining) order by id)
        from orders where orders.product_id = inventory.product_id
      ) as orders, (
        select json_agg(format('%s %s %s', version, kind, data) order by version)
        from event where stream = ${saleStream(PRODUCT)}
      ) as events
    from inventory where product_id = ${PRODUCT}
  `;
  return {
    stock: row?.stock ?? 0,
    version: inventoryRow === 'sold-from' ? (row?.version ?? null) : null,
    fencingToken: strategy.id === 'redlock-fenced' ? (row?.fencing_token ?? null) : null,
    orders: row?.orders ?? [],
    events: model === 'events' ? (row?.events ?? []) : null,
    counted: await leftInRedis(counter, PRODUCT),
  };
}

interface LockRow {
  pid: number;
  granted: boolean;
  locktype: string;
  mode: string;
  table_name: string | null;
  classid: number | null;
  objid: number | null;
}

/**
 * Locks of the buyers' sessions, from pg_locks, and row locks from the rows themselves: a row lock is not in pg_locks, its
 * owner's transaction id is in the row (xmax). Tables and other things that no purchase waits for are left out.
 */
export async function readLocks({ control, places }: Ground): Promise<LabLock[]> {
  const pids = `{${places.map(({ pid }) => pid).join(',')}}`;
  const rows = await control<LockRow[]>`
    select pid, granted, locktype, mode, relation::regclass::text as table_name, classid::int, objid::int
    from pg_locks
    where pid = any(${pids}::int[]) and (locktype = 'advisory' or not granted or mode = 'SIReadLock')
    union all
    select owner.pid, true, 'row', case when written.pid is null then 'FOR UPDATE' else 'written, not committed' end, held.what, null, null
    from (
      select xmax, 'the stock row' as what from inventory where product_id = ${PRODUCT}
      union all select xmax, 'the row of the other product' from inventory where product_id <> ${PRODUCT}
      union all select xmax, 'unit ' || unit_no from unit where product_id = ${PRODUCT}
    ) as held
    join pg_locks as owner on owner.locktype = 'transactionid' and owner.granted and owner.mode = 'ExclusiveLock' and owner.transactionid = held.xmax
    left join lateral (
      select pid from pg_locks as written
      where written.pid = owner.pid and written.locktype = 'relation' and written.mode = 'RowExclusiveLock' and written.granted
        and written.relation in ('inventory'::regclass, 'unit'::regclass)
    ) as written on true
    where owner.pid = any(${pids}::int[])
  `;
  const locks = rows.flatMap((row): LabLock[] => {
    const buyer = places.find(({ pid }) => pid === row.pid)?.name;
    return buyer ? [{ buyer, held: row.granted, what: lockWords(row) }] : [];
  });
  const words = locks.map((lock) => JSON.stringify(lock));
  return locks.filter((lock, index) => words.indexOf(JSON.stringify(lock)) === index).sort((a, b) => a.buyer.localeCompare(b.buyer) || Number(b.held) - Number(a.held));
}

function lockWords({ granted, locktype, mode, table_name: table, classid, objid }: LockRow): string {
  switch (locktype) {
    case 'row':
      return `${table ?? 'a row'}, ${mode}`;
    case 'advisory':
      return `advisory lock (${classid ?? 0}, ${objid ?? 0})`;
    case 'transactionid':
      return 'a row that another transaction has written or locked, until that one ends';
    case 'tuple':
      return `a place in the queue for a row of ${table ?? 'a table'}`;
    default:
      return granted ? `${table ?? locktype} read under a predicate lock (SIREAD)` : `${locktype} ${table ?? ''} (${mode})`.replace('  ', ' ');
  }
}

/** Keys of the sale, on whichever of the servers they are. */
export async function readKeys({ redis, counter }: Ground): Promise<LabKey[]> {
  if (!redis) return [];
  const outOf = redis.clients.length;
  const locks = await Promise.all(
    [...redis.expiries].map(async ([key, expiresMs]): Promise<LabKey | null> => {
      const values = (await Promise.all(redis.clients.map((client) => client.get(key)))).filter((value) => value !== null);
      return values[0] === undefined ? null : { key, value: values[0].length > 16 ? `${values[0].slice(0, 8)}…` : values[0], servers: values.length, outOf, expiresMs };
    }),
  );
  const counted = counter ? await counter.read(PRODUCT) : null;
  const count: LabKey[] = counted === null ? [] : [{ key: `stock:${PRODUCT}`, value: String(counted), servers: 1, outOf, expiresMs: null }];
  return [...count, ...locks.filter((key) => key !== null)];
}
