import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'conditional-update:transaction',
    class: 'safe',
    title: 'Conditional, in a transaction',
    tagline: 'waits, and checks again',
    idea: 'The conditional UPDATE as one of several statements in a transaction, as in most shops: a separate statement writes the order.',
    guarantee: 'Never oversells. An UPDATE that finds the row locked waits, re-reads the row as it was committed, and checks its condition again.',
    cost: 'As for `conditional-update`, plus round trips; the row is locked from the UPDATE to the commit.',
    failureMode: 'Every buyer of this product waits for whatever else the transaction does.',
    isolationLevel: 'Read committed. Under repeatable read the UPDATE that waited would fail with 40001 instead of reading again.',
  },
  async (shop, { productId, quantity }) => {
    const outcome = await shop.transaction(async (tx) => {
      const taken = await tx.write('take stock if there is enough')<{ stock: number }>`
        update inventory set stock = stock - ${quantity}
        where product_id = ${productId}
          and stock >= ${quantity} -- checked again after a wait
        returning stock
      `;
      if (!taken) return soldOut();

      await shop.think();

      return tx.confirm({ remaining: taken.stock });
    });
    if (outcome.kind === 'sold-out') await shop.requireProduct();
    return outcome;
  },
);
