/**
 * Idea: Ask Redis whether the lock is there; if it is not, set it. Two commands, each atomic.
 * Guarantee: None. Between the answer and the SET everybody else may get the same answer.
 * Cost: One Redis and three round trips; waiting buyers poll.
 * Failure mode: Several buyers find the lock free at once and all enter: lost updates, with the lock in place.
 * Isolation level: Read committed. The database guards nothing here; the key was to, and does not.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { dropLock, isLocked, setLock } from './redis-lock';
import { confirmed } from './order';
import { LEASE_TAKEN } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

/** Long enough for any purchase: the expiry is not what is wrong here. */
const LOCK_MS = 10_000;

export const purchase: Purchase = (
  { session, step, repeat, think, redis },
  { productId, buyerId, quantity, idempotencyKey },
) =>
  session(async (sql) => {
    const readStock = (name: string): PromiseLike<StockRow[]> =>
      step(name, () => sql<StockRow>`select stock from inventory where product_id = ${productId}`);
    const [shelf] = await readStock('look at the shelf');
    if (!shelf) throw new UnknownProduct(productId);
    if (shelf.stock < quantity) return soldOut();

    const looksFree = await repeat('ask whether it is locked', async () => ((await isLocked(redis, productId)) ? null : true), LEASE_TAKEN);
    if (!looksFree) return gaveUp('the lock was never free in time');
    // Too late: this was true a moment ago.
    await step('set the lock', () => setLock(redis, productId, LOCK_MS));
    try {
      const [row] = await readStock('read stock');
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
      await step('delete the lock', () => dropLock(redis, productId));
    }
  });
