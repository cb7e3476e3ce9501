import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:no-key',
    class: 'safe',
    title: 'FOR NO KEY UPDATE',
    tagline: 'leaves foreign keys alone',
    idea: 'FOR UPDATE with a weaker lock. FOR NO KEY UPDATE promises not to change the key of the row, and an UPDATE of the stock needs no more.',
    guarantee: 'Never oversells, like FOR UPDATE: of two buyers that lock the row, the second waits for the first.',
    cost: 'As for FOR UPDATE, except that rows which refer to this one by a foreign key may be inserted meanwhile.',
    failureMode: 'As for FOR UPDATE. Where nothing refers to the row, as here, the two behave the same.',
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
