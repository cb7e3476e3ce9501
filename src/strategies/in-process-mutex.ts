/**
 * Idea: A mutex in the memory of the process admits one buyer at a time to read, think and write.
 * Guarantee: Never oversells, while there is exactly one process. Each replica has a mutex of its own and knows of no other.
 * Cost: Buyers of one product queue up inside the process; the database notices nothing.
 * Failure mode: Lost update from the second replica on. It passes every test on a laptop and breaks on the day it is scaled.
 * Isolation level: Read committed. The database guards nothing here; the mutex does, in its own process.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { MUTEX_TAKEN } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = (
  { session, step, repeat, think, ownLocks },
  { productId, buyerId, quantity, idempotencyKey },
) =>
  session(async (sql) => {
    const tryLock = async (): Promise<true | null> => {
      if (ownLocks.has(productId)) return null;
      ownLocks.add(productId);
      return true;
    };
    if (!(await repeat('take the mutex', tryLock, MUTEX_TAKEN))) return gaveUp('the mutex was never free in time');
    try {
      const [row] = await step('read stock', () => sql<StockRow>`select stock from inventory where product_id = ${productId}`);
      if (!row) throw new UnknownProduct(productId);
      if (row.stock < quantity) return soldOut();

      await think();

      const remaining = row.stock - quantity;
      const [order] = await step('write stock and insert order', () => sql<OrderRow>`
        with sold as (
          update inventory set stock = ${remaining} where product_id = ${productId} returning stock
        )
        insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
        select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
        returning id, created_at
      `);
      return confirmed(order, remaining);
    } finally {
      ownLocks.delete(productId);
    }
  });
