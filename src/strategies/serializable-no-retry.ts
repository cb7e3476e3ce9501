import { defineStrategy, soldOut, SQLSTATE } from 'stampede';

export default defineStrategy(
  {
    id: 'serializable-no-retry',
    class: 'loses-sales',
    title: 'Serializable, no retry',
    tagline: 'correct, but turns buyers away',
    idea: "SERIALIZABLE as in the textbook, except that it apologises to the buyer where the textbook says 'try again'.",
    guarantee: 'Never oversells: a transaction that would break the serial order is refused.',
    cost: 'In a crowd nearly every buyer is refused, because of all transactions that overlap only one can commit.',
    failureMode: 'Lost sales. Buyers are turned away with an error although stock remains; a test with one buyer shows nothing.',
    isolationLevel: 'Serializable. A conflict raises 40001, which asks for another attempt, and there is none.',
  },
  (shop, { productId, quantity }) =>
    // This is where `serializable` starts again.
    shop.giveUpOn([SQLSTATE.serializationFailure], 'Postgres asked for another attempt (40001), and there is none', () =>
      shop.transaction({ isolation: 'serializable' }, async (tx) => {
        const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const remaining = stock - quantity;
        tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
        return tx.confirm({ remaining });
      }),
    ),
);
