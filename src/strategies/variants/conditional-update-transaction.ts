import { defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'conditional-update:transaction',
    class: 'safe',
    title: 'Conditional, in a transaction',
    tagline: 'waits, and checks again',
    idea: 'The conditional UPDATE as one statement among others of a transaction, as it stands in most shops: the order is written by a statement of its own.',
    guarantee: 'Never oversells. An UPDATE that finds the row locked waits, reads it again as it was committed, and checks its condition again.',
    cost: 'As `conditional-update`, and more round trips; the row is locked from the UPDATE to the commit.',
    failureMode: 'Whatever else the transaction does, every buyer of this product waits for it.',
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
