import { confirmed, defineStrategy, soldOut, tryAgain, VERSION_CONFLICT } from 'stampede';

export default defineStrategy(
  {
    id: 'optimistic-version',
    class: 'safe',
    title: 'Version column',
    tagline: 'optimistic, retried',
    idea: 'Optimistic concurrency control. Read the stock and its version, and write only if the version is still the one read.',
    guarantee: 'Never oversells. Of all buyers that read one version, at most one writes. Every writer has to raise the version, also those with another guard.',
    cost: 'Losers start again. No lock and no connection is held while a buyer thinks, but a crowd wastes most of its attempts.',
    failureMode: 'Starvation. After too many lost rounds a buyer gives up although stock remains.',
    isolationLevel: 'Read committed. A waiting UPDATE re-reads the row and sees that the version moved on.',
  },
  (shop, { productId, quantity }) =>
    shop.retry(VERSION_CONFLICT, async () => {
      const { stock, version } = await shop.read('read stock and version')<{ stock: number; version: number }>`
        select stock, version from inventory where product_id = ${productId}
      `;
      if (stock < quantity) return soldOut();

      await shop.think();

      // The comparison and the write are one statement, and the order goes with it or not at all.
      const order = await shop.sell('write stock if the version is unchanged')`
        update inventory set stock = ${stock - quantity}, version = version + 1
        where product_id = ${productId}
          and version = ${version}
        returning stock
      `;
      return order ? confirmed(order) : tryAgain();
    }),
);
