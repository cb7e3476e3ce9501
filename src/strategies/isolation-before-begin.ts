import { defineStrategy, SERIALIZATION_FAILURE, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'isolation-before-begin',
    class: 'unsafe',
    title: 'Isolation before BEGIN',
    tagline: 'silently read committed',
    idea: 'Ask for SERIALIZABLE first, then begin. It reads well, it passes code review, and Postgres only warns.',
    guarantee: 'None. SET TRANSACTION outside a transaction changes nothing; the transaction that follows is read committed.',
    cost: 'One more round trip, and a false sense of safety.',
    failureMode: 'Lost update. There is a retry for 40001 as well, and it never runs.',
    isolationLevel: 'Read committed, whatever the code seems to say: the level belongs in BEGIN, or right after it.',
  },
  (shop, { productId, quantity }) =>
    shop.retry(SERIALIZATION_FAILURE, () =>
      shop.connection(async (connection) => {
        // WARNING: SET TRANSACTION can only be used in transaction blocks
        await connection.set('ask for serializable')`set transaction isolation level serializable`;
        return connection.transaction(async (tx) => {
          const { stock } = await tx.read('read stock')<{ stock: number; isolation: string }>`
            select stock, current_setting('transaction_isolation') as isolation
            from inventory where product_id = ${productId}
          `;
          if (stock < quantity) return soldOut();

          await shop.think();

          const remaining = stock - quantity;
          tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
          return tx.confirm({ remaining });
        });
      }),
    ),
);
