/**
 * Idea: A lock with a number instead of a row. pg_advisory_xact_lock(product) admits one buyer at a time until its commit.
 * Guarantee: Never oversells, as long as everybody who touches the stock takes the same lock. Postgres does not enforce that.
 * Cost: Buyers of one product queue up, each with a connection, and taking the lock is a statement of its own.
 * Failure mode: One path that forgets the lock breaks all others. Two numbers that happen to be equal wait for each other.
 * Isolation level: Read committed. The read comes after the lock as a statement of its own, so it sees the last commit.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

/** Advisory locks share one space of numbers: the first says what kind of thing is locked, the second which. */
const PRODUCT = 1;

export const purchase: Purchase = ({ session, step, together, think }, { productId, buyerId, quantity, idempotencyKey }) =>
  session(async (sql, connection) => {
    const [, , [row]] = await together<[object[], object[], StockRow[]]>(
      connection,
      ['begin', () => sql`begin`],
      ['wait for the lock', () => sql`
        select pg_advisory_xact_lock(${PRODUCT}::int, ${productId}::int) -- ours until commit or rollback, whatever happens
      `],
      // Not in the statement above: a statement sees what was committed when it began, and it begins before the lock is had.
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
