import { defineStrategy, soldOut, SQLSTATE } from 'stampede';

/** As long as a person is willing to watch a button that was pressed. */
const LOCK_TIMEOUT = '250ms';

export default defineStrategy(
  {
    id: 'for-update:lock-timeout',
    class: 'safe',
    title: 'FOR UPDATE, lock_timeout',
    tagline: 'a limit for each wait',
    idea: 'FOR UPDATE with lock_timeout. A buyer waits for the holder of the row up to a limit, then gives up and frees its connection.',
    guarantee: 'Never oversells, and no buyer waits for one holder longer than the limit: one that hangs no longer stops the whole shop.',
    cost: 'One more statement, and buyers who are turned away with 55P03 while stock remains, when another holds the row for too long.',
    failureMode: 'It limits each wait and not the time in the queue. Whenever the lock passes to another buyer, the wait starts again; statement_timeout would limit the whole.',
    isolationLevel: 'Read committed. A waiting SELECT ... FOR UPDATE returns the row as the previous holder committed it.',
  },
  (shop, { productId, quantity }) =>
    shop.giveUpOn([SQLSTATE.lockNotAvailable], 'the row was not free in time (55P03)', () =>
      shop.transaction(async (tx) => {
        // For this transaction only: the next one on this connection has no limit.
        tx.set('limit the wait')`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
        const { stock } = await tx.lock('read stock and lock the row')<{ stock: number }>`
          select stock from inventory where product_id = ${productId}
          for update -- the row is ours from here to commit
        `;
        if (stock < quantity) return soldOut();

        await shop.think();

        const remaining = stock - quantity;
        tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
        return tx.confirm({ remaining });
      }),
    ),
);
