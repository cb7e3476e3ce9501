/**
 * Idea: Read the stock, think, write back what was read minus the quantity.
 * Guarantee: None. Two buyers that read the same stock both write the same value, and one sale leaves no trace in it.
 * Cost: Three short statements and no lock, which is why it is written so often.
 * Failure mode: Lost update. It oversells as soon as two purchases overlap, and shows nothing in a test with one buyer.
 * Isolation level: Read committed, each statement a transaction of its own.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = async ({ statement, think }, { productId, buyerId, quantity, idempotencyKey }) => {
  const [row] = await statement<StockRow>('read stock', (sql) => sql`
    select stock from inventory where product_id = ${productId}
  `);
  if (!row) throw new UnknownProduct(productId);
  if (row.stock < quantity) return soldOut();

  await think();

  const remaining = row.stock - quantity;
  const [order] = await statement<OrderRow>('insert order', (sql) => sql`
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    values (${productId}, ${buyerId}, ${quantity}, ${remaining}, ${idempotencyKey})
    returning id, created_at
  `);
  await statement<StockRow>('write stock', (sql) => sql`
    update inventory set stock = ${remaining} where product_id = ${productId} returning stock
  `);
  return confirmed(order, remaining);
};
