import { sql } from 'drizzle-orm';
import { saleStream } from '@/stores/postgres/streams';
import { fillElsewhere, firstRows } from './inventory-row';
import type { Stock } from './stock';

/** Units put on sale minus units sold, over all events of the sale since it was last opened. */
export const events: Stock = {
  inventoryRow: 'unused',
  remainingIsPlace: true,
  // Opens the sale once more, as the next event of its stream. What happened before stays, and the version goes on, so that a
  // purchase which loaded the sale before cannot append after it.
  async fill({ db }, productId, units) {
    await fillElsewhere(db, productId, units);
    const stream = saleStream(productId);
    const open = () => db.execute(sql`
      insert into event (stream, version, kind, data)
      select ${stream}, coalesce(max(version), 0) + 1, 'sale-opened', jsonb_build_object('units', ${units}::int)
      from event where stream = ${stream}
      on conflict on constraint event_stream_version do nothing
      returning id
    `);
    // A concurrent purchase may take the version; try again, as there is one buyer fewer then.
    while ((await open()).length === 0);
  },
  firstFill: (productIds, units) => [
    firstRows(productIds, 0, units),
    `insert into event (stream, version, kind, data) values ('${saleStream(productIds[0] ?? 0)}', 1, 'sale-opened', jsonb_build_object('units', ${units}))`,
  ],
  clearAll: ['delete from outbox', 'delete from snapshot', 'delete from units_sold_view', 'delete from event', "select setval('event_id_seq', 1, false)"],
  left: (productId) => `(
    select coalesce(sum(case kind when 'sale-opened' then (data ->> 'units')::int when 'units-sold' then -(data ->> 'quantity')::int end), 0)::int
    from event
    where stream = '${saleStream(productId)}' and version >= (
      select max(opening.version) from event as opening where opening.stream = '${saleStream(productId)}' and opening.kind = 'sale-opened'
    )
  )`,
  leftInRedis: async () => null,
  adjust: null,
};
