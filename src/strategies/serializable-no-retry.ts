/**
 * Idea: SERIALIZABLE as in the book, and an apology where the book says 'try again'.
 * Guarantee: Never oversells: a transaction that would break the order is refused.
 * Cost: Nearly every buyer of a crowd is refused, because only one of all that overlap may commit.
 * Failure mode: Lost sales. Buyers are sent away with an error although stock remains; a test with one buyer shows nothing.
 * Isolation level: Serializable. A conflict raises 40001, which asks for another attempt and does not get one.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isRetryable } from '@/stores/postgres/errors';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = async ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) => {
  try {
    return await session(async (sql, connection) => {
      const [, [row]] = await together<[object[], StockRow[]]>(
        connection,
        ['begin', () => sql`begin isolation level serializable`],
        ['read stock', () => sql<StockRow>`select stock from inventory where product_id = ${productId}`],
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
    if (!isRetryable(error)) throw error;
    // This is where `serializable` starts again.
    return gaveUp('Postgres asked for another attempt (40001), and there is none');
  }
};
