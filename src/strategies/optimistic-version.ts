/**
 * Idea: Optimistic concurrency control. Read the stock and its version, and write only if the version is still the one read.
 * Guarantee: Never oversells. Of all buyers that read one version, exactly one writes.
 * Cost: Losers start again. No lock and no connection is held while a buyer thinks, but a crowd wastes most of its attempts.
 * Failure mode: Starvation. After too many lost rounds a buyer gives up although stock remains.
 * Isolation level: Read committed. A waiting UPDATE re-reads the row and sees that the version moved on.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { VERSION_CONFLICT } from './retry';
import { UnknownProduct, type OrderRow, type Purchase } from './strategy';

interface VersionedRow {
  stock: number;
  version: number;
}

export const purchase: Purchase = async (
  { statement, think, tryAgain, tally },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  do {
    const [row] = await statement<VersionedRow>('read stock and version', (sql) => sql`
      select stock, version from inventory where product_id = ${productId}
    `);
    if (!row) throw new UnknownProduct(productId);
    if (row.stock < quantity) return soldOut();

    await think();

    const remaining = row.stock - quantity;
    // The comparison and the write are one statement, and the order goes with it or not at all.
    const [order] = await statement<OrderRow>('write stock if the version is unchanged', (sql) => sql`
      with sold as (
        update inventory set stock = ${remaining}, version = version + 1
        where product_id = ${productId}
          and version = ${row.version}
        returning stock
      )
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
      returning id, created_at
    `);
    if (order) return confirmed(order, remaining);
  } while (await tryAgain(VERSION_CONFLICT));

  return gaveUp(`somebody else was faster in each of ${tally.attempts} attempts`);
};
