import { defineStrategy, soldOut, SQLSTATE } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:nowait',
    class: 'loses-sales',
    title: 'FOR UPDATE NOWAIT',
    tagline: 'refuses instead of queueing',
    idea: 'FOR UPDATE NOWAIT. A buyer that finds the row locked is refused at once.',
    guarantee: 'Never oversells, and no buyer waits in a queue with a connection in hand.',
    cost: 'Sales. In a crowd nearly every buyer finds the row locked, and is turned away while stock remains.',
    failureMode: "Lost sales. 55P03 means 'not now', and shops easily show it as 'sold out'.",
    isolationLevel: 'Read committed. The lock is granted at once or not at all, so the row is as it was last committed.',
  },
  (shop, { productId, quantity }) =>
    shop.giveUpOn([SQLSTATE.lockNotAvailable], 'another buyer has locked the row at this moment (55P03)', () =>
      shop.transaction(async (tx) => {
        const { stock } = await tx.lock('read stock and lock the row')<{ stock: number }>`
          select stock from inventory where product_id = ${productId}
          for update nowait -- ours, or an error at once
        `;
        if (stock < quantity) return soldOut();

        await shop.think();

        const remaining = stock - quantity;
        tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
        return tx.confirm({ remaining });
      }),
    ),
);
