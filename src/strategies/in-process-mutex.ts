import { confirmed, defineStrategy, MUTEX_TAKEN, soldOut, type ApplicationLock } from 'stampede';

/** A lock in the memory of this process. */
const mutex = (locked: Set<number>, productId: number): ApplicationLock<true> => ({
  acquireName: 'take the mutex',
  acquire: async () => {
    if (locked.has(productId)) return null;
    locked.add(productId);
    return true;
  },
  policy: MUTEX_TAKEN,
  neverFree: 'the mutex was never free in time',
  releaseName: null,
  release: () => void locked.delete(productId),
});

export default defineStrategy(
  {
    id: 'in-process-mutex',
    class: 'unsafe',
    title: 'In-process mutex',
    tagline: 'one lock a replica',
    unsafeFromReplicas: 2,
    idea: 'A mutex in the memory of the process lets one buyer at a time read, think and write.',
    guarantee: 'Never oversells while there is exactly one process. Each replica has a mutex of its own and knows nothing of the others.',
    cost: 'Buyers of one product queue up inside the process; the database notices nothing.',
    failureMode: 'Lost update as soon as there is a second replica. It passes every test on a laptop and breaks on the day the shop is scaled out.',
    isolationLevel: 'Read committed. The database guards nothing here; the mutex does, within its own process.',
  },
  (shop, { productId, quantity }) =>
    shop.connection((connection) =>
      shop.withLock(mutex(shop.ownLocks, productId), async () => {
        const { stock } = await connection.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const order = await connection.sell('write stock and insert order')`
          update inventory set stock = ${stock - quantity} where product_id = ${productId} returning stock
        `;
        return confirmed(order);
      }),
    ),
);
