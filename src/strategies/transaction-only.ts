/**
 * Idea: The naive code between BEGIN and COMMIT, because 'a transaction makes it atomic'.
 * Guarantee: All or nothing, and no more than that. It does not make anybody wait, and it does not notice who else is reading.
 * Cost: A connection is held while the buyer thinks, and nothing is had for it.
 * Failure mode: Lost update, exactly as without the transaction: both read the same stock before either of them commits.
 * Isolation level: Read committed, the default. A plain SELECT takes no lock, and the UPDATE writes a value worked out from an old read.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) =>
  session(async (sql, connection) => {
    const [, [row]] = await together<[object[], StockRow[]]>(
      connection,
      ['begin', () => sql`begin`],
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
      // Waits for another's commit, and then writes over what that one wrote.
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
