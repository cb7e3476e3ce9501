import { confirmed, defineStrategy, soldOut, type SoldRow } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:cart-in-order',
    class: 'safe',
    title: 'Cart, in order',
    tagline: 'two row locks, sorted',
    carts: true,
    idea: 'A cart of two products, the rows locked in an order that is the same for all buyers. Then no two buyers can wait for each other.',
    guarantee: 'Never oversells, sells all of a cart or none of it, and never deadlocks with another cart.',
    cost: 'One sort. Buyers of either product still queue up.',
    failureMode: 'One code path that locks in another order brings the deadlock back, however rarely it runs.',
    isolationLevel: 'Read committed. Every row is locked until the commit.',
  },
  (shop, { productId, quantity, cart }) => {
    // In the same order for all buyers, whatever order they chose: a deadlock needs two different orders.
    const products = [...(cart ?? [productId])].sort((a, b) => a - b);
    return shop.transaction(async (tx) => {
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
    });
  },
);
