import { defineStrategy, soldOut } from 'stampede';

/**
 * A strategy of your own: how one purchase is made. Stampede floods it with buyers and plays every schedule of two of them, and says
 * whether it ever sells a unit twice. It claims to be `safe`, and is held to that; write `class: 'unsafe'` for one that is meant to fail.
 *
 *   npx stampede flood ./mine.ts naive     many buyers at once, beside the naive shop
 *   npx stampede explore ./mine.ts         every schedule of the steps of two buyers
 *   npx stampede experiment ./mine.yaml    a question with its expected answer
 */
export default defineStrategy({ id: 'mine', class: 'safe' }, (shop, { productId, quantity }) =>
  shop.transaction(async (tx) => {
    // A step: its name is yours. Take `for update` away, and see what two buyers do who read before either has written.
    const { stock } = await tx.lock('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId} for update`;
    if (stock < quantity) return soldOut();
    // What a shop does between reading and writing: the longer it takes, the wider a race is open.
    await shop.think();
    const remaining = stock - quantity;
    // Not awaited: it travels with the order and COMMIT in one round trip.
    tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId}`;
    return tx.confirm({ remaining });
  }));
