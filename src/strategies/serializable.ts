import { defineStrategy, SERIALIZATION_FAILURE, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'serializable',
    class: 'safe',
    title: 'Serializable',
    tagline: 'as if one by one, retried',
    idea: 'State what must hold, not how. Under SERIALIZABLE, Postgres lets only those transactions commit that could have run one by one.',
    guarantee: 'Never oversells. Any other rule over any rows would hold as well, as long as every transaction that matters is serializable.',
    cost: 'Conflicts end in an error (40001) and the transaction has to be tried again from the start; Postgres keeps track of everything that was read.',
    failureMode: 'Without the retry it turns buyers away while stock remains. A crowd on one row wastes most of its attempts.',
    isolationLevel: 'Serializable (serializable snapshot isolation): every statement sees the snapshot taken at the first read.',
  },
  (shop, { productId, quantity }) =>
    // 40001: nothing of the transaction took effect, and the whole of it has to be tried again, reads included.
    shop.retry(SERIALIZATION_FAILURE, () =>
      shop.transaction({ isolation: 'serializable' }, async (tx) => {
        const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const remaining = stock - quantity;
        // Waits for the transaction that wrote the row first, and fails with 40001 when that one commits.
        tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
        return tx.confirm({ remaining });
      }),
    ),
);
