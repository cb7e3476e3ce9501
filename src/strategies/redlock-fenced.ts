import { confirmed, defineStrategy, redlockLease, soldOut, TOKEN_TOO_OLD, tryAgain } from 'stampede';

export default defineStrategy(
  {
    id: 'redlock-fenced',
    class: 'safe',
    title: 'Redlock, fenced',
    tagline: 'lease plus fencing token',
    needs: ['postgres', 'redis'],
    idea: 'Redlock with a fencing token. Every holder of the lease draws a larger number, and the row refuses any number older than the newest it has seen.',
    guarantee: 'Never oversells, even when a lease expires while its holder still works: the next holder has shown a newer token, and the late write is refused.',
    cost: "The same as Redlock, and two more statements. The database has to take part, which a lock outside it was meant to avoid.",
    failureMode: 'A holder that was paused has to start again. The lease only saves wasted work now; the token decides, as a version check does. Redlock itself issues no such number.',
    isolationLevel: 'Read committed. The UPDATE checks the token under the row lock, and re-checks it after a wait.',
  },
  (shop, { productId, quantity }) =>
    // The connection comes before the lease: a holder must not queue for anything while its lease is running.
    shop.connection((connection) =>
      shop.retry(TOKEN_TOO_OLD, async () => {
        // Saves buyers from queueing when nothing is left. Only the read under the lease decides a sale.
        const seen = await connection.read('look at the stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (seen.stock < quantity) return soldOut();

        return shop.withLock(redlockLease(shop.redlock, productId), async () => {
          // From a sequence in Postgres: a counter in Redis would start over if Redis lost its data.
          const { token } = await connection.read('draw a fencing token')<{ token: string }>`select nextval('fencing_token') as token`;

          // Reading shows the token too. Otherwise an older holder could still write between our read and our write.
          const row = await connection.lock('read stock and show the token')<{ stock: number }>`
            update inventory set fencing_token = ${token}
            where product_id = ${productId}
              and fencing_token <= ${token}
            returning stock
          `.maybe();
          // Refused: our lease has expired, and another buyer holds one.
          if (!row) return tryAgain();
          if (row.stock < quantity) return soldOut();

          await shop.think();

          const order = await connection.sell('write stock if no newer token was seen', { fencingToken: token })`
            update inventory set stock = ${row.stock - quantity}
            where product_id = ${productId}
              and fencing_token <= ${token} -- no holder of a newer lease has been here
            returning stock
          `;
          return order ? confirmed(order) : tryAgain();
        });
      }),
    ),
);
