/**
 * Idea: Pessimistic locking. SELECT ... FOR UPDATE locks the row, and everybody else waits until the owner commits.
 * Guarantee: Never oversells. Whoever reads the stock owns the row until the new stock is committed.
 * Cost: Buyers of one product queue up, and each holds a connection while it waits. Round trips under the lock set the pace.
 * Failure mode: A slow owner stops everybody behind it; waiting buyers can exhaust the connection pool.
 * Isolation level: Read committed. A waiting SELECT ... FOR UPDATE returns the row as the previous owner committed it.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) =>
  session(async (sql, connection) => {
    const [, [row]] = await together<[object[], StockRow[]]>(
      connection,
      ['begin', () => sql`begin`],
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
