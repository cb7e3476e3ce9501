/**
 * Idea: A cart of two products, each row locked with FOR UPDATE as it comes. Two buyers may have the same cart the other way round.
 * Guarantee: Never oversells, and buys all of a cart or none of it.
 * Cost: Deadlocks. Each costs a second (deadlock_timeout) during which both rows stand still, and then the cart of one of the two.
 * Failure mode: 40P01: one holds A and waits for B, the other holds B and waits for A. Postgres ends one of them.
 * Isolation level: Read committed. Every row is locked until the commit.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isRetryable } from '@/stores/postgres/errors';
import { confirmed } from '../order';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from '../strategy';

export const purchase: Purchase = async ({ session, step, think }, { productId, buyerId, quantity, idempotencyKey, cart }) => {
  // As the buyer chose them: this is what is wrong here.
  const products = cart ?? [productId];
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
    // The one that Postgres chose to end the deadlock. Trying again would work, and meet the next one.
    return gaveUp('Postgres ended this cart to end a deadlock (40P01)');
  }
};
