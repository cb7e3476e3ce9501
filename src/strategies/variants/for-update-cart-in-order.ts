/**
 * Idea: A cart of two products, the rows locked in one order that all agree on. Then nobody can hold what the other waits for.
 * Guarantee: Never oversells, buys all of a cart or none of it, and never deadlocks with another cart.
 * Cost: One sort. Buyers of either product still queue up.
 * Failure mode: A path that locks in another order brings the deadlock back, however rarely it is taken.
 * Isolation level: Read committed. Every row is locked until the commit.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isRetryable } from '@/stores/postgres/errors';
import { confirmed } from '../order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from '../strategy';

export const purchase: Purchase = async ({ session, step, think }, { productId, buyerId, quantity, idempotencyKey, cart }) => {
  // Any order will do, if it is the same for everybody.
  const products = [...(cart ?? [productId])].sort((a, b) => a - b);
  try {
    return await session(async (sql) => {
      await step('begin', () => sql`begin`);
      const left = new Map<number, number>();
      for (const product of products) {
        const [row] = await step(`lock product ${products.indexOf(product) + 1} of ${products.length}`, () => sql<StockRow>`
          select stock from inventory where product_id = ${product}
          for update
        `);
        if (!row || row.stock < quantity) {
          await step('rollback', () => sql`rollback`);
          if (!row) throw new UnknownProduct(product);
          return soldOut();
        }
        left.set(product, row.stock - quantity);
        // Between one lock and the next, as in a shop that prices each thing in the cart.
        await think();
      }

      let own: OrderRow | undefined;
      for (const [product, remaining] of left) {
        const [order] = await step(`buy product ${products.indexOf(product) + 1} of ${products.length}`, () => sql<OrderRow>`
          with sold as (
            update inventory set stock = ${remaining} where product_id = ${product} returning stock
          )
          insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
          select ${product}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
          returning id, created_at
        `);
        if (product === productId) own = order;
      }
      await step('commit', () => sql`commit`);
      return confirmed(own, left.get(productId) ?? 0);
    });
  } catch (error) {
    if (!isRetryable(error)) throw error;
    // Not through carts like this one; somebody else may lock in another order.
    return gaveUp('Postgres ended this cart to end a deadlock (40P01)');
  }
};
