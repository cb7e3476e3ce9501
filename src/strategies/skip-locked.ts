/**
 * Idea: One row a unit. FOR UPDATE SKIP LOCKED claims units that nobody else holds right now, instead of queueing for one number.
 * Guarantee: Never oversells. A unit is a row, and a locked row is nobody else's.
 * Cost: As many rows as units, and what is left has to be counted. Buyers do not wait for each other at all.
 * Failure mode: 'All rows are locked right now' looks like 'sold out' and is not: whoever takes it for that loses sales.
 * Isolation level: Read committed. The claim skips locked rows and re-checks those that changed; the count sees committed sales only.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { ALL_LOCKED } from './retry';
import type { OrderRow, Purchase } from './strategy';

interface ClaimedUnit {
  unit_no: number;
}

interface Shelf {
  unsold: number;
}

export const purchase: Purchase = async (
  { session, step, together, think, tryAgain, requireProduct, tally },
  { productId, buyerId, quantity, idempotencyKey },
) => {
  do {
    const outcome = await session(async (sql, connection) => {
      const [, units, [shelf]] = await together<[object[], ClaimedUnit[], Shelf[]]>(
        connection,
        ['begin', () => sql`begin`],
        ['claim free units', () => sql<ClaimedUnit>`
          select unit_no from unit
          where product_id = ${productId} and order_id is null
          order by unit_no limit ${quantity}
          for update skip locked -- takes what is free now, and waits for nobody
        `],
        ['count unsold units', () => sql<Shelf>`
          select count(*)::int as unsold from unit where product_id = ${productId} and order_id is null
        `],
      );
      const unsold = shelf?.unsold ?? 0;
      if (units.length < quantity) {
        await step('rollback', () => sql`rollback`);
        // Unsold units that we did not get are in somebody's hands, who may yet put them back.
        return unsold < quantity ? soldOut() : null;
      }

      await think();

      const remaining = unsold - quantity;
      const [[order]] = await together<[OrderRow[], object[]]>(
        connection,
        ['insert order and mark the units', () => sql<OrderRow>`
          with placed as (
            insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
            values (${productId}, ${buyerId}, ${quantity}, ${remaining}, ${idempotencyKey})
            returning id, created_at
          ), sold as (
            update unit set order_id = placed.id from placed
            where product_id = ${productId} and unit_no = any(${unitNumbers(units)}::int[])
          )
          select id, created_at from placed
        `],
        ['commit', () => sql`commit`],
      );
      return confirmed(order, remaining);
    });
    if (outcome?.kind === 'sold-out') await requireProduct(productId);
    if (outcome) return outcome;
  } while (await tryAgain(ALL_LOCKED));

  return gaveUp(`all units that are left were in other hands in each of ${tally.attempts} attempts`);
};

/** As Postgres writes an array. */
const unitNumbers = (units: readonly ClaimedUnit[]): string => `{${units.map((unit) => unit.unit_no).join(',')}}`;
