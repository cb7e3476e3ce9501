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
    idea: 'SET NX with an expiry takes a lock, and DEL releases it. Every second blog post shows it.',
    guarantee: 'None once a purchase takes longer than the expiry. Its DEL then removes the lock of the next holder.',
    cost: 'One Redis and two round trips; waiting buyers poll.',
    failureMode: "The expiry lets a second buyer in beside a slow one, and the slow buyer's DEL lets a third one in. An owner token fixes only the DEL; for the expiry see redlock-fenced.",
    isolationLevel: 'Read committed. The database guards nothing here; the key does, until it expires.',
  },
  async (shop, { productId, quantity }) => {
    const seen = await shop.read('look at the stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (seen.stock < quantity) return soldOut();

    // The DEL does not check whose lock it deletes.
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
