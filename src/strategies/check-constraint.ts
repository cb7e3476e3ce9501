/**
 * Idea: The naive code, and CHECK (stock >= 0) on the table to catch what slips through.
 * Guarantee: The stock never becomes negative. It would not have: each buyer writes what it read minus n, which is not below zero.
 * Cost: None, and nothing is had for it.
 * Failure mode: Lost update. The constraint looks at the number that is written, which is right, and not at how often it is.
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
  // The row of this sale is under CHECK (stock >= 0), and `remaining` always passes it.
  const [order] = await statement<OrderRow>('write stock and insert order', (sql) => sql`
    with sold as (
      update inventory set stock = ${remaining} where product_id = ${productId} returning stock
    )
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
    returning id, created_at
  `);
  return confirmed(order, remaining);
};
