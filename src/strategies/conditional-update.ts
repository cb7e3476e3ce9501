/**
 * Idea: Let the database decide. UPDATE ... WHERE stock >= n checks and decrements in one statement; the row count is the answer.
 * Guarantee: Never oversells. The check and the write see the same row, under the same row lock.
 * Cost: The least of all: one round trip, and the row is locked only while the statement runs.
 * Failure mode: Only what fits into a WHERE clause can be checked. 'No row' says sold out, never why.
 * Isolation level: Read committed. A waiting UPDATE re-reads the row and checks the condition again.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import type { OrderRow, Purchase } from './strategy';

interface SoldRow extends OrderRow {
  remaining: number;
}

export const purchase: Purchase = async (
  { statement, think, requireProduct },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  await think();

  const [order] = await statement<SoldRow>('take stock if there is enough', (sql) => sql`
    with sold as (
      update inventory set stock = stock - ${quantity}
      where product_id = ${productId}
        and stock >= ${quantity}
      returning stock
    )
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
    returning id, remaining, created_at
  `);
  if (order) return confirmed(order, order.remaining);
  await requireProduct(productId);
  return soldOut();
};
