/**
 * Idea: FOR UPDATE with lock_timeout. A buyer waits for whoever has the row for so long, and then goes with its connection free again.
 * Guarantee: Never oversells, and nobody waits for one holder longer than it was told to: a stopped one no longer stops the whole shop.
 * Cost: One more statement, and buyers sent away with 55P03 while stock remains, if one of them holds the row for too long.
 * Failure mode: It limits each wait and not the queue. Whenever the row changes hands, the wait begins anew; statement_timeout would limit the whole.
 * Isolation level: Read committed. A waiting SELECT ... FOR UPDATE returns the row as the previous owner committed it.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isLockNotAvailable } from '@/stores/postgres/errors';
import { confirmed } from '../order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from '../strategy';

/** As long as a person looks at a button that was pressed. */
const LOCK_TIMEOUT_MS = 250;

export const purchase: Purchase = async ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) => {
  try {
    return await session(async (sql, connection) => {
      const [, , [row]] = await together<[object[], object[], StockRow[]]>(
        connection,
        ['begin', () => sql`begin`],
        // For this transaction only: the next one on this connection waits as long as it likes.
        ['limit the wait', () => sql`select set_config('lock_timeout', ${`${LOCK_TIMEOUT_MS}ms`}, true)`],
        ['read stock and lock the row', () => sql<StockRow>`
          select stock from inventory where product_id = ${productId}
          for update -- the row is ours from here to commit
        `],
      );
      if (!row || row.stock < quantity) {
        await step('rollback', () => sql`rollback`);
        if (!row) throw new UnknownProduct(productId);
        return soldOut();
      }

      await think();

      const remaining = row.stock - quantity;
      const [, [order]] = await together<[object[], OrderRow[], object[]]>(
        connection,
        ['write stock', () => sql`
          update inventory set stock = ${remaining} where product_id = ${productId} returning stock
        `],
        ['insert order', () => sql<OrderRow>`
          insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
          values (${productId}, ${buyerId}, ${quantity}, ${remaining}, ${idempotencyKey})
          returning id, created_at
        `],
        ['commit', () => sql`commit`],
      );
      return confirmed(order, remaining);
    });
  } catch (error) {
    if (!isLockNotAvailable(error)) throw error;
    return gaveUp('the row was not free in time (55P03)');
  }
};
