/**
 * Idea: Ask for SERIALIZABLE first, then begin. It reads well, the code review likes it, and Postgres says no more than a warning.
 * Guarantee: None. SET TRANSACTION outside a transaction changes nothing; the transaction that follows is read committed.
 * Cost: One more round trip, and a false sense of safety.
 * Failure mode: Lost update. The retry for 40001 is there as well, and never runs.
 * Isolation level: Read committed, whatever the code seems to say: the level belongs into BEGIN, or right after it.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isRetryable } from '@/stores/postgres/errors';
import { confirmed } from './order';
import { SERIALIZATION_FAILURE } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

interface IsolatedRow extends StockRow {
  isolation: string;
}

export const purchase: Purchase = async (
  { session, step, together, think, tryAgain, tally },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  do {
    try {
      return await session(async (sql, connection) => {
        // WARNING: SET TRANSACTION can only be used in transaction blocks
        await step('ask for serializable', () => sql`set transaction isolation level serializable`);
        const [, [row]] = await together<[object[], IsolatedRow[]]>(
          connection,
          ['begin', () => sql`begin`],
          ['read stock', () => sql<IsolatedRow>`
            select stock, current_setting('transaction_isolation') as isolation
            from inventory where product_id = ${productId}
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
      if (!isRetryable(error)) throw error;
    }
  } while (await tryAgain(SERIALIZATION_FAILURE));

  return gaveUp(`Postgres refused each of ${tally.attempts} attempts`);
};
