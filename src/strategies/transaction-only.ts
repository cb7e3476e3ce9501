import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'transaction-only',
    class: 'unsafe',
    title: 'Transaction only',
    tagline: 'naive between begin and commit',
    idea: "The naive code between BEGIN and COMMIT, because 'a transaction makes it atomic'.",
    guarantee: 'Atomicity, and no more than that. The reads of two buyers do not wait for each other; the second UPDATE waits, and then overwrites the first.',
    cost: 'A connection is held while the buyer thinks, and nothing is gained by it.',
    failureMode: 'Lost update, exactly as without the transaction: both read the same stock before either of them commits.',
    isolationLevel: 'Read committed, the default. A plain SELECT takes no lock, and the UPDATE writes a value computed from an old read.',
  },
  (shop, { productId, quantity }) =>
    shop.transaction(async (tx) => {
      const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
      if (stock < quantity) return soldOut();

      await shop.think();

      const remaining = stock - quantity;
      // Waits for the other buyer's commit, and then overwrites what that one wrote.
      tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
      return tx.confirm({ remaining });
    }),
);
