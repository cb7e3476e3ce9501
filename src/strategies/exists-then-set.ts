import { confirmed, defineStrategy, dropLock, gaveUp, isLocked, LEASE_TAKEN, setLock, soldOut } from 'stampede';

/** Long enough for any purchase: the expiry is not the bug here. */
const LOCK_MS = 10_000;

export default defineStrategy(
  {
    id: 'exists-then-set',
    class: 'unsafe',
    title: 'EXISTS, then SET',
    tagline: 'ask first, lock later',
    needs: ['postgres', 'redis'],
    idea: 'Ask Redis whether the lock is there; if it is not, set it. Two commands, each atomic.',
    guarantee: 'None. Between the answer and the SET every other buyer may get the same answer.',
    cost: 'One Redis and three round trips; waiting buyers poll.',
    failureMode: 'Several buyers find the lock free at once and all enter: lost updates in spite of the lock.',
    isolationLevel: 'Read committed. The database guards nothing here; the key was meant to, and does not.',
  },
  (shop, { productId, quantity }) =>
    shop.connection(async (connection) => {
      const seen = await connection.read('look at the stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
      if (seen.stock < quantity) return soldOut();

      const ask = async (): Promise<true | null> => ((await isLocked(shop.redis, productId)) ? null : true);
      const looksFree = await shop.retryStep({ kind: 'read', name: 'ask whether it is locked' }, ask, LEASE_TAKEN);
      if (!looksFree) return gaveUp('the lock was never free in time');
      // Too late: the answer may be out of date already.
      await shop.step('set', 'set the lock', () => setLock(shop.redis, productId, LOCK_MS));
      try {
        const { stock } = await connection.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const order = await connection.sell('write stock and insert order')`
          update inventory set stock = ${stock - quantity} where product_id = ${productId} returning stock
        `;
        return confirmed(order);
      } finally {
        await shop.step('release', 'delete the lock', () => dropLock(shop.redis, productId));
      }
    }),
);
