import { defineStrategy, soldOut } from 'stampede';

/** Advisory locks share one number space: the first number says what kind of thing is locked, the second says which one. */
const PRODUCT = 1;

export default defineStrategy(
  {
    id: 'advisory-lock',
    class: 'safe',
    title: 'Advisory lock',
    tagline: 'a lock with a number',
    idea: 'A lock with a number instead of a row. pg_advisory_xact_lock(product) admits one buyer at a time until its commit.',
    guarantee: 'Never oversells, as long as every writer of the stock takes the same lock. Postgres does not enforce that.',
    cost: 'Buyers of one product queue up, each with a connection, and taking the lock is a statement of its own.',
    failureMode: 'One path that forgets the lock breaks all others. Buyers whose lock numbers happen to be equal wait for each other although they want different things.',
    isolationLevel: 'Read committed, and no higher: above it the statement that takes the lock also takes the snapshot, before it waits.',
  },
  (shop, { productId, quantity }) =>
    shop.transaction(async (tx) => {
      tx.lock('wait for the lock')`select pg_advisory_xact_lock(${PRODUCT}::int, ${productId}::int) -- ours until commit or rollback, whatever happens`;
      // Not in the statement above: a statement sees what was committed when it began, and that one begins before it has the lock.
      const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
      if (stock < quantity) return soldOut();

      await shop.think();

      const remaining = stock - quantity;
      tx.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
      return tx.confirm({ remaining });
    }),
);
