import type { SessionPool } from './session-pool';

/** The consumer's name: events are marked as handled under it, so that each is counted once. */
export const UNITS_SOLD_VIEW = 'units-sold-view';

/**
 * Adds one sale to the read model, once however often the event is delivered: the mark and its effect are
 * one statement, so there is never one without the other.
 */
export async function countUnitsSold(pool: SessionPool, eventId: number, productId: number, quantity: number): Promise<void> {
  await pool.use(({ sql }) => sql`
    with first_time as (
      insert into handled_event (consumer, event_id) values (${UNITS_SOLD_VIEW}, ${eventId})
      on conflict do nothing
      returning event_id
    )
    insert into units_sold_view (product_id, units)
    select ${productId}, ${quantity} from first_time
    on conflict (product_id) do update set units = units_sold_view.units + excluded.units
  `);
}
