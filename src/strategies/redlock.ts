import { confirmed, defineStrategy, redlockLease, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'redlock',
    class: 'safe',
    title: 'Redlock',
    tagline: 'lease on 3 of 5 Redis',
    needs: ['postgres', 'redis'],
    idea: 'A lock outside the database. A lease on a majority of five Redis servers lets one buyer at a time read, think and write.',
    guarantee: 'Never oversells while the lease is valid. Nothing stops a holder that is paused past the end of its lease.',
    cost: 'Five Redis servers and two more round trips for each purchase; waiting buyers poll, each holding a connection, and there is no queue.',
    failureMode: 'A pause (garbage collection, a stopped process) longer than the lease, a clock that jumps, a Redis that forgets: two holders, and a lost update.',
    isolationLevel: 'Read committed. The database guards nothing here; the lease does.',
  },
  (shop, { productId, quantity }) =>
    // The connection comes before the lease: a holder must not queue for anything while its lease is running.
    shop.connection(async (connection) => {
      // Saves buyers from queueing when nothing is left. Only the read under the lease decides a sale.
      const seen = await connection.read('look at the stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
      if (seen.stock < quantity) return soldOut();

      return shop.withLock(redlockLease(shop.redlock, productId), async () => {
        const { stock } = await connection.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const order = await connection.sell('write stock and insert order')`
          update inventory set stock = ${stock - quantity} where product_id = ${productId} returning stock
        `;
        return confirmed(order);
      });
    }),
);
