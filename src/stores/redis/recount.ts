import { textArray } from '../postgres/array-literal';
import type { SessionPool } from '../postgres/session-pool';
import { FORGET_AFTER_S, type StockCounter } from './counter';
import { luaScript } from './lua-script';
import { reservationOf, type StreamEntry } from './reservation-stream';
import type { Reservation } from './reserve';

/** Corrects by the difference, so that a reservation or return between our read and our write is not undone. */
const CORRECT = luaScript<number>(
  'stampedeCorrect',
  1,
  `
  local stock = KEYS[1]
  local found, should_be, forget_after_s = unpack(ARGV)
  local present = redis.call('exists', stock) == 1
  if found == '' and not present then redis.call('set', stock, should_be, 'EX', forget_after_s) end
  if found ~= '' and present then redis.call('incrby', stock, tonumber(should_be) - tonumber(found)) end
  return 1
  `,
);

/**
 * Corrects the count in Redis: the stock in Postgres less what is reserved and not settled. Used for a product
 * that Redis has forgotten, and for one whose reservations Postgres refuses. An unknown product is left alone.
 *
 * The row lock makes every settler of this product wait, so that no unit moves from one count to the other while
 * both are read; that is why a transaction here holds a call to another store. After Redis lost its data, reservations
 * that live only in the memory of a shop are not subtracted: the count is then too high by them, Postgres refuses as many
 * later, and each refusal triggers a recount. It never oversells, because Postgres decides every sale.
 */
export async function recount(pool: SessionPool, counter: StockCounter, productId: number): Promise<void> {
  await pool.use(async ({ sql }) => {
    await sql`begin`;
    const [row] = await sql<{ stock: number }>`
      select stock from inventory where product_id = ${productId}
      for update -- settlers of this product wait
    `;
    if (row) {
      const { found, reservations } = await countAndStream(counter, productId);
      const settled = await sql<{ reservation: string }>`
        select reservation from orders where reservation = any(${textArray(reservations.map(({ id }) => id))}::text[])
      `;
      const done = new Set(settled.map(({ reservation }) => reservation));
      const owed = reservations.reduce((units, { id, quantity }) => (done.has(id) ? units : units + quantity), 0);
      await CORRECT(counter.redis, counter.stockKey(productId), found ?? '', row.stock - owed, FORGET_AFTER_S);
    }
    await sql`commit`;
  });
}

/** The count and the reservations of the product, as of one moment. */
async function countAndStream(counter: StockCounter, productId: number): Promise<{ found: string | null; reservations: Reservation[] }> {
  const replies = await counter.redis.multi().get(counter.stockKey(productId)).xrange(counter.streamKey, '-', '+').exec();
  const [found, entries] = (replies ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  }) as [string | null, StreamEntry[]];
  return { found, reservations: entries.flatMap(reservationOf).filter((reservation) => reservation.productId === productId) };
}
