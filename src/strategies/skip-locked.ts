import { ALL_LOCKED, confirmed, defineStrategy, soldOut, tryAgain, type OrderRow } from 'stampede';

export default defineStrategy(
  {
    id: 'skip-locked',
    class: 'safe',
    title: 'SKIP LOCKED',
    tagline: 'one row a unit',
    stockModel: 'units',
    idea: 'One row a unit. FOR UPDATE SKIP LOCKED claims units that no other buyer has locked right now, instead of queueing for one number.',
    guarantee: 'Never oversells. A unit is a row, and a locked row is not claimed twice.',
    cost: 'As many rows as units, and the rest has to be counted. Buyers do not wait for each other at all, but a claim has to step over every locked row.',
    failureMode: "'All rows are locked right now' looks like 'sold out' and is not: a shop that confuses the two loses sales. Buyers of several units may each lock a part of the rest, and all of them roll back.",
    isolationLevel: 'Read committed. The claim skips locked rows and re-checks those that changed; the count sees committed sales only.',
  },
  async (shop, { productId, quantity }) => {
    const outcome = await shop.retry(ALL_LOCKED, () =>
      shop.transaction(async (tx) => {
        const claim = tx.lock('claim free units')<{ unit_no: number }>`
          select unit_no from unit
          where product_id = ${productId} and order_id is null
          order by unit_no limit ${quantity}
          for update skip locked -- takes what is free now, and waits for no other buyer
        `;
        const { unsold } = await tx.read('count unsold units')<{ unsold: number }>`
          select count(*)::int as unsold from unit where product_id = ${productId} and order_id is null
        `;
        const units = await claim.all();
        // Unsold units that we did not get are locked by another buyer, who may yet put them back.
        if (units.length < quantity) return unsold < quantity ? soldOut() : tryAgain();

        await shop.think();

        const remaining = unsold - quantity;
        const unitNumbers = `{${units.map((unit) => unit.unit_no).join(',')}}`;
        const placed = tx.write('insert order and mark the units')<OrderRow>`
          with placed as (${tx.orderRow({ remaining })}), sold as (
            update unit set order_id = placed.id from placed
            where product_id = ${productId} and unit_no = any(${unitNumbers}::int[])
          )
          select id, created_at from placed
        `;
        await tx.commit();
        return confirmed(await placed, remaining);
      }),
    );
    if (outcome.kind === 'sold-out') await shop.requireProduct();
    return outcome;
  },
);
