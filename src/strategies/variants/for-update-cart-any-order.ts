import { confirmed, defineStrategy, soldOut, SQLSTATE, type SoldRow } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:cart-any-order',
    class: 'loses-sales',
    title: 'Cart, any order',
    tagline: 'two row locks, unsorted',
    carts: true,
    idea: 'A cart of two products, each row locked with FOR UPDATE in the order of the cart. Two buyers may have the same cart the other way round.',
    guarantee: 'Never oversells, and sells all of a cart or none of it.',
    cost: 'Deadlocks. Each blocks both rows for a second (deadlock_timeout), and then costs one of the two buyers the cart.',
    failureMode: '40P01: one holds A and waits for B, the other holds B and waits for A. Postgres ends one of them. A shop should try again; this one does not.',
    isolationLevel: 'Read committed. Every row is locked until the commit.',
  },
  (shop, { productId, quantity, cart }) => {
    // In the order that the buyer chose: this is the bug.
    const products = cart ?? [productId];
    return shop.giveUpOn([SQLSTATE.deadlockDetected], 'Postgres ended this cart to end a deadlock (40P01)', () =>
      shop.transaction(async (tx) => {
        const left = new Map<number, number>();
        for (const [index, product] of products.entries()) {
          const { stock } = await tx.lock(`lock product ${index + 1} of ${products.length}`)<{ stock: number }>`
            select stock from inventory where product_id = ${product}
            for update
          `;
          if (stock < quantity) return soldOut();
          left.set(product, stock - quantity);
          // Between one lock and the next, as in a shop that prices each item in the cart.
          await shop.think();
        }
  
        const orders = new Map<number, SoldRow | null>();
        for (const [index, product] of products.entries()) {
          const order = await tx.sell(`buy product ${index + 1} of ${products.length}`, { productId: product })`
            update inventory set stock = ${left.get(product) ?? 0} where product_id = ${product} returning stock
          `;
          orders.set(product, order);
        }
        return tx.commit(confirmed(orders.get(productId) ?? null));
      }),
    );
  },
);
