import { defineStrategy, soldOut, SQLSTATE } from 'stampede';

export default defineStrategy(
  {
    id: 'for-update:nowait',
    class: 'loses-sales',
    title: 'FOR UPDATE NOWAIT',
    tagline: 'never queues, turns away',
    idea: 'FOR UPDATE NOWAIT. A buyer that finds the row locked is refused at once, and goes.',
    guarantee: 'Never oversells, and no buyer waits, holds a connection or joins a queue.',
    cost: 'Sales. In a crowd nearly every buyer finds the row locked, and is sent away while stock remains.',
    failureMode: "Lost sales. 55P03 means 'not now', and is easily shown as 'sold out'.",
    isolationLevel: 'Read committed. The lock is had at once, so the row is as it was last committed.',
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
