/**
 * Idea: SET NX with an expiry is a lock, and DEL gives it back. Every second blog post has it.
 * Guarantee: None once a purchase outlasts the expiry. The DEL then removes the lock of whoever holds it by now.
 * Cost: One Redis and two round trips; waiting buyers poll.
 * Failure mode: The expiry lets a second buyer in beside a slow one, and the slow one's DEL a third. An owner token mends only the DEL; for the expiry see redlock-fenced.
 * Isolation level: Read committed. The database guards nothing here; the key does, as long as it is there.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { dropLock, trySetLock } from './redis-lock';
import { confirmed } from './order';
import { LEASE_TAKEN } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

/** 'Twice what a purchase takes', as it was measured on a quiet day. */
const LOCK_MS = 10;

export const purchase: Purchase = async (
  { session, step, statement, repeat, think, redis },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  const [shelf] = await statement<StockRow>('look at the shelf', (sql) => sql`select stock from inventory where product_id = ${productId}`);
  if (!shelf) throw new UnknownProduct(productId);
  if (shelf.stock < quantity) return soldOut();

  const locked = await repeat('take the lock', () => trySetLock(redis, productId, LOCK_MS), LEASE_TAKEN);
  if (!locked) return gaveUp('the lock was never free in time');
  try {
    return await session(async (sql) => {
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
    });
  } finally {
    // Whose lock it is by now is not asked.
    await step('delete the lock', () => dropLock(redis, productId));
  }
};
