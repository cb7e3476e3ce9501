import { defineStrategy, SERIALIZATION_FAILURE, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'repeatable-read',
    class: 'safe',
    title: 'Repeatable read',
    tagline: 'first updater wins, retried',
    idea: "First updater wins. Under PostgreSQL's REPEATABLE READ, a buyer that writes a row which changed since its snapshot gets an error and tries again.",
    guarantee: 'Never oversells here, where all buyers write the row that they read. It would not stop two transactions that write different rows (write skew).',
    cost: 'The same retries as serializable, without tracking what was read.',
    failureMode: "It does not protect a rule over several rows. Without the retry it turns buyers away while stock remains. InnoDB's level of the same name does not detect lost updates.",
    isolationLevel: 'Repeatable read (snapshot isolation): all reads see one snapshot, and a write to a row changed since fails with 40001.',
  },
  (shop, { productId, quantity }) =>
    // 40001: nothing of the transaction took effect, and the whole of it has to be tried again, reads included.
    shop.retry(SERIALIZATION_FAILURE, () =>
      shop.transaction({ isolation: 'repeatable read' }, async (tx) => {
        const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
        if (stock < quantity) return soldOut();

        await shop.think();

        const remaining = stock - quantity;
        // Waits for the transaction that wrote the row first, and fails with 40001 when that one commits: first updater wins.
        tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
        return tx.confirm({ remaining });
      }),
    ),
);
