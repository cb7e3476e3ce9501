/**
 * Idea: First updater wins. Under REPEATABLE READ, whoever writes a row that changed since its snapshot gets an error and tries again.
 * Guarantee: Never oversells here, where all write the one row that they read. It would not stop two that write different rows (write skew).
 * Cost: The same retries as serializable, without its bookkeeping of reads.
 * Failure mode: A rule over several rows is broken silently. Without the retry it turns buyers away while stock remains.
 * Isolation level: Repeatable read (snapshot isolation): all reads see one snapshot, and a write to a row changed since fails with 40001.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isRetryable } from '@/stores/postgres/errors';
import { confirmed } from './order';
import { SERIALIZATION_FAILURE } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = async (
  { session, step, together, think, tryAgain, tally },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  do {
    try {
      return await session(async (sql, connection) => {
        const [, [row]] = await together<[object[], StockRow[]]>(
          connection,
          ['begin', () => sql`begin isolation level repeatable read`],
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
          // Waits for whoever wrote the row first, and fails with 40001 when that one commits: first updater wins.
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
      // 40001: nothing of the transaction took effect, and the whole of it has to be tried again, reads included.
      if (!isRetryable(error)) throw error;
    }
  } while (await tryAgain(SERIALIZATION_FAILURE));

  return gaveUp(`Postgres refused each of ${tally.attempts} attempts, because somebody else had written in between`);
};
