/**
 * Idea: FOR UPDATE NOWAIT. Whoever finds the row locked is told so at once, and goes.
 * Guarantee: Never oversells, and nobody waits, holds a connection or joins a queue.
 * Cost: Sales. In a crowd nearly everybody finds the row locked, and each is a buyer sent away while stock remains.
 * Failure mode: Lost sales. 55P03 means 'not now', and is easily shown as 'sold out'.
 * Isolation level: Read committed. The lock is had at once, so the row is as it was last committed.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isLockNotAvailable } from '@/stores/postgres/errors';
import { confirmed } from '../order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from '../strategy';

export const purchase: Purchase = async ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) => {
  try {
    return await session(async (sql, connection) => {
      const [, [row]] = await together<[object[], StockRow[]]>(
        connection,
        ['begin', () => sql`begin`],
        ['read stock and lock the row', () => sql<StockRow>`
          select stock from inventory where product_id = ${productId}
          for update nowait -- ours, or an error at once
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
    return gaveUp('somebody else has the row at this moment (55P03)');
  }
};
