/**
 * Idea: A lock outside the database. A lease on most of five Redis admits one buyer at a time to read, think and write.
 * Guarantee: Never oversells while the lease lives. A holder that is paused past its lease is not stopped by anybody.
 * Cost: Five Redis and two more round trips a purchase; waiting buyers poll and each holds a connection, and nobody knows whose turn is next.
 * Failure mode: A pause (garbage collection, a stopped process) longer than the lease: two holders, and a lost update.
 * Isolation level: Read committed. The database guards nothing here; the lease does.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { releaseLease, tryLease } from './lease';
import { confirmed } from './order';
import { LEASE_TAKEN } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

export const purchase: Purchase = (
  { session, step, repeat, think, redlock },
  { productId, buyerId, quantity, idempotencyKey },
) =>
  // The connection comes before the lease: whoever holds the lease must not queue for anything while it runs out.
  session(async (sql) => {
    const readStock = (name: string): PromiseLike<StockRow[]> =>
      step(name, () => sql<StockRow>`select stock from inventory where product_id = ${productId}`);

    // Nobody needs to wait in front of an empty shelf. Only the read under the lease decides a sale.
    const [shelf] = await readStock('look at the shelf');
    if (!shelf) throw new UnknownProduct(productId);
    if (shelf.stock < quantity) return soldOut();

    const lease = await repeat('take the lease', () => tryLease(redlock, productId), LEASE_TAKEN);
    if (!lease) return gaveUp('the lease was never free in time');
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
      await step('release the lease', () => releaseLease(lease));
    }
  });
