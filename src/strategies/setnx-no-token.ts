import { confirmed, defineStrategy, redisLock, soldOut } from 'stampede';

/** 'Twice what a purchase takes', as it was measured on a quiet day. */
const LOCK_MS = 10;

export default defineStrategy(
  {
    id: 'setnx-no-token',
    class: 'unsafe',
    title: 'SETNX, no token',
    tagline: 'expiry, and a plain DEL',
    needs: ['postgres', 'redis'],
    outlivesItsLock: true,
    idea: 'SET NX with an expiry is a lock, and DEL gives it back. Every second blog post has it.',
    guarantee: 'None once a purchase outlasts the expiry. The DEL then removes the lock of its next holder.',
    cost: 'One Redis and two round trips; waiting buyers poll.',
    failureMode: "The expiry lets a second buyer in beside a slow one, and the slow one's DEL a third. An owner token mends only the DEL; for the expiry see redlock-fenced.",
    isolationLevel: 'Read committed. The database guards nothing here; the key does, as long as it is there.',
  },
  async (shop, { productId, quantity }) => {
    const seen = await shop.read('look at the stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (seen.stock < quantity) return soldOut();

    // Whose lock it deletes in the end is not asked.
    return shop.withLock(redisLock(shop.redis, productId, LOCK_MS), () =>
      shop.connection(async (connection) => {
        const { stock } = await connection.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const order = await connection.sell('write stock and insert order')`
          update inventory set stock = ${stock - quantity} where product_id = ${productId} returning stock
        `;
        return confirmed(order);
      }),
    );
  },
);
