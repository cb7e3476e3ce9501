import { confirmed, defineStrategy, soldOut, tryAgain, VERSION_CONFLICT } from 'stampede';

export default defineStrategy(
  {
    id: 'optimistic-version',
    class: 'safe',
    title: 'Version column',
    tagline: 'optimistic, retried',
    idea: 'Optimistic concurrency control. Read the stock and its version, and write only if the version has not changed since.',
    guarantee: 'Never oversells. Of all buyers that read one version, at most one writes. Every writer has to raise the version, even one that relies on another guard.',
    cost: 'A buyer that loses starts again. No lock and no connection is held while a buyer thinks, but a crowd wastes most of its attempts.',
    failureMode: 'Starvation. After too many lost rounds a buyer gives up although stock remains.',
    isolationLevel: 'Read committed. A waiting UPDATE re-reads the row and sees that the version has changed.',
  },
  (shop, { productId, quantity }) =>
    shop.retry(VERSION_CONFLICT, async () => {
      const { stock, version } = await shop.read('read stock and version')<{ stock: number; version: number }>`
        select stock, version from inventory where product_id = ${productId}
      `;
      if (stock < quantity) return soldOut();

      await shop.think();

      // The comparison, the write and the order are one statement: all of it happens or nothing.
      const order = await shop.sell('write stock if the version is unchanged')`
        update inventory set stock = ${stock - quantity}, version = version + 1
        where product_id = ${productId}
          and version = ${version}
        returning stock
      `;
      return order ? confirmed(order) : tryAgain();
    }),
);
