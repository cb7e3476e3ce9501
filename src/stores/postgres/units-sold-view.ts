import type { SessionPool } from './session-pool';

/** Deals with events under this name, so that each is counted once. */
export const UNITS_SOLD_VIEW = 'units-sold-view';

/**
 * Counts one sale into the read model, however often the event is delivered: what was handled and what came of it are
 * one statement, so neither is there without the other.
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
