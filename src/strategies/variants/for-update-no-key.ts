import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:no-key',
    class: 'safe',
    title: 'FOR NO KEY UPDATE',
    tagline: 'leaves foreign keys alone',
    idea: 'FOR UPDATE with a weaker lock. FOR NO KEY UPDATE says that the key of the row stays, which is all that an UPDATE of the stock needs.',
    guarantee: 'Never oversells, as FOR UPDATE: two buyers who both lock the row for writing wait for each other.',
    cost: 'As FOR UPDATE, except that rows which refer to this one by a foreign key may be inserted meanwhile.',
    failureMode: 'As FOR UPDATE. Where nothing refers to the row, as here, there is no difference to see.',
    isolationLevel: 'Read committed. A waiting SELECT ... FOR NO KEY UPDATE returns the row as the previous holder committed it.',
  },
  (shop, { productId, quantity }) =>
    shop.transaction(async (tx) => {
      const { stock } = await tx.lock('read stock and lock the row')<{ stock: number }>`
        select stock from inventory where product_id = ${productId}
        for no key update -- ours to write, and still there to be referred to
      `;
      if (stock < quantity) return soldOut();

      await shop.think();

      const remaining = stock - quantity;
      tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
      return tx.confirm({ remaining });
    }),
);
