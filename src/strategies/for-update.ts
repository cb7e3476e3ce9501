import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update',
    class: 'safe',
    title: 'FOR UPDATE',
    tagline: 'pessimistic row lock',
    idea: 'Pessimistic locking. SELECT ... FOR UPDATE locks the row, and every other buyer waits until its holder commits.',
    guarantee: 'Never oversells. The buyer that reads the stock holds the row until the new stock is committed.',
    cost: 'Buyers of one product queue up, and each holds a connection while it waits. Round trips under the lock set the pace.',
    failureMode: 'A slow holder stops all buyers behind it, and waiting buyers can exhaust the connection pool.',
    isolationLevel: 'Read committed. A waiting SELECT ... FOR UPDATE returns the row as the previous holder committed it.',
  },
  (shop, { productId, quantity }) =>
    shop.transaction(async (tx) => {
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
);
