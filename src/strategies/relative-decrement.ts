/**
 * Idea: Check, then let the database subtract. SET stock = stock - n cannot lose an update, so what could go wrong?
 * Guarantee: Every sale leaves its trace in the stock. That it was there to sell is checked before, and not again.
 * Cost: Three short statements and no lock.
 * Failure mode: Oversell with a negative stock. All buyers that saw the last unit subtract it, one after the other.
 * Isolation level: Read committed, each statement a transaction of its own. The UPDATE sees the newest row, and asks nothing of it.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

interface SoldRow extends OrderRow {
  remaining: number;
}

export const purchase: Purchase = async ({ statement, think }, { productId, buyerId, quantity, idempotencyKey }) => {
  const [row] = await statement<StockRow>('read stock', (sql) => sql`
    select stock from inventory where product_id = ${productId}
  `);
  if (!row) throw new UnknownProduct(productId);
  if (row.stock < quantity) return soldOut();

  await think();

  const [order] = await statement<SoldRow>('subtract and insert order', (sql) => sql`
    with sold as (
      update inventory set stock = stock - ${quantity}
      where product_id = ${productId} -- and stock >= n is what is missing
      returning stock
    )
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
    returning id, remaining, created_at
  `);
  return confirmed(order, order?.remaining ?? 0);
};
