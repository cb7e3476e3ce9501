/**
 * Idea: The conditional UPDATE as one statement among others of a transaction, as it stands in most shops: the order is written by a statement of its own.
 * Guarantee: Never oversells. An UPDATE that finds the row in other hands waits, reads it again as it was committed, and checks its condition again.
 * Cost: As `conditional-update`, and more round trips; the row is locked from the UPDATE to the commit.
 * Failure mode: Whatever else the transaction does, everybody who wants this product waits for it.
 * Isolation level: Read committed. Under repeatable read the UPDATE that waited would fail with 40001 instead of reading again.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from '../order';
import type { OrderRow, Purchase, StockRow } from '../strategy';

export const purchase: Purchase = async (
  { session, step, together, think, requireProduct },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  const outcome = await session(async (sql, connection) => {
    const [, [row]] = await together<[object[], StockRow[]]>(
      connection,
      ['begin', () => sql`begin`],
      ['take stock if there is enough', () => sql<StockRow>`
        update inventory set stock = stock - ${quantity}
        where product_id = ${productId}
          and stock >= ${quantity} -- checked again after a wait
        returning stock
      `],
    );
    if (!row) {
      await step('rollback', () => sql`rollback`);
      return soldOut();
    }

    await think();

    const [[order]] = await together<[OrderRow[], object[]]>(
      connection,
      ['insert order', () => sql<OrderRow>`
        insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
        values (${productId}, ${buyerId}, ${quantity}, ${row.stock}, ${idempotencyKey})
        returning id, created_at
      `],
      ['commit', () => sql`commit`],
    );
    return confirmed(order, row.stock);
  });
  if (outcome.kind === 'sold-out') await requireProduct(productId);
  return outcome;
};
