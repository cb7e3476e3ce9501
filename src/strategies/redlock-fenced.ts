/**
 * Idea: Redlock with a fencing token. Every holder of the lease draws a larger number, and the row refuses numbers older than the last it saw.
 * Guarantee: Never oversells, even when a lease runs out under its holder: whoever comes later has shown a newer token, and the late write is refused.
 * Cost: Redlock's, and two more statements. The store has to take part, which is what a lock outside it was meant to avoid.
 * Failure mode: A holder that was paused loses its turn and starts again. The lease now only spares work; the token decides.
 * Isolation level: Read committed. The UPDATE checks the token under the row lock, and re-checks it after a wait.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { releaseLease, tryLease } from './lease';
import { confirmed } from './order';
import { LEASE_TAKEN, TOKEN_TOO_OLD } from './retry';
import { UnknownProduct, type OrderRow, type Purchase, type StockRow } from './strategy';

interface Token {
  token: string;
}

export const purchase: Purchase = (
  { session, step, repeat, think, tryAgain, redlock },
  { productId, buyerId, quantity, idempotencyKey },
) =>
  // The connection comes before the lease: whoever holds the lease must not queue for anything while it runs out.
  session(async (sql) => {
    do {
      // Nobody needs to wait in front of an empty shelf. Only the read under the lease decides a sale.
      const [shelf] = await step('look at the shelf', () => sql<StockRow>`select stock from inventory where product_id = ${productId}`);
      if (!shelf) throw new UnknownProduct(productId);
      if (shelf.stock < quantity) return soldOut();

      const lease = await repeat('take the lease', () => tryLease(redlock, productId), LEASE_TAKEN);
      if (!lease) return gaveUp('the lease was never free in time');
      try {
        // From a sequence in Postgres: a counter in a Redis that lost its data would begin again.
        const [drawn] = await step('draw a fencing token', () => sql<Token>`select nextval('fencing_token') as token`);
        const token = drawn?.token ?? '';

        // Reading shows the token too. Otherwise an older holder could still write between our read and our write.
        const [row] = await step('read stock and show the token', () => sql<StockRow>`
          update inventory set fencing_token = ${token}
          where product_id = ${productId}
            and fencing_token <= ${token}
          returning stock
        `);
        if (row && row.stock < quantity) return soldOut();

        if (row) {
          await think();

          const remaining = row.stock - quantity;
          const [order] = await step('write stock if no newer token was seen', () => sql<OrderRow>`
            with sold as (
              update inventory set stock = ${remaining}
              where product_id = ${productId}
                and fencing_token <= ${token} -- nobody with a newer lease has been here
              returning stock
            )
            insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key, fencing_token)
            select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey}, ${token} from sold
            returning id, created_at
          `);
          if (order) return confirmed(order, remaining);
        }
      } finally {
        await step('release the lease', () => releaseLease(lease));
      }
      // The token was refused: our lease has run out, and somebody else has one.
    } while (await tryAgain(TOKEN_TOO_OLD));

    return gaveUp('somebody with a newer lease was faster each time');
  });
