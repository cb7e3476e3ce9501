import type { BusEvent } from '../bus/event-bus';
import { textArray } from './array-literal';
import { SessionPool } from './session-pool';

/** One connection publishes; the other serves the handlers in this process. */
const CONNECTIONS = 2;

/** How many events are published together. */
export const RELAY_BATCH = 200;

/** Longer than any bus keeps an event: an event that is deleted here can never be delivered again. */
const KEEP_PUBLISHED = '2 hours';

/** Connections beside the shop's pool, with an application name that does not count as a buyer's. Does not connect yet. */
export const openOutbox = (databaseUrl: string): SessionPool =>
  new SessionPool({ databaseUrl, size: CONNECTIONS, applicationName: 'stampede outbox' });

/**
 * Publishes the oldest unpublished events, in their order, and marks them; returns how many it found. The
 * rows stay locked meanwhile, so that another replica's relay takes others. Each relay keeps the order of its own events, but
 * there is none between two relays, so a consumer that needs order compares versions. If a process dies between publishing and
 * marking, the events are published twice: at least once, never lost. When the bus refuses some, the
 * others are marked, and the first refusal is thrown.
 */
export async function relayOutbox(outbox: SessionPool, publish: (event: BusEvent) => Promise<void>): Promise<number> {
  const { found, refusal } = await outbox.use(async ({ sql }) => {
    await sql`begin`;
    const events = await sql<BusEvent>`
      select event_id::float8 as id, subject, payload from outbox
      where published_at is null
      order by event_id limit ${RELAY_BATCH}
      for update skip locked -- those of another relay are none of ours
    `;
    const results = await Promise.allSettled(events.map(publish));
    const published = events.filter((_event, index) => results[index]?.status === 'fulfilled').map(({ id }) => String(id));
    if (published.length > 0) await sql`update outbox set published_at = now() where event_id = any(${textArray(published)}::bigint[])`;
    await sql`commit`;
    return { found: events.length, refusal: results.find((result) => result.status === 'rejected') };
  });
  if (refusal) throw refusal.reason;
  return found;
}

/** Deletes events that were published long ago, and the marks that they were handled. Reads the whole outbox, so call it seldom. */
export async function pruneOutbox(outbox: SessionPool): Promise<void> {
  await outbox.use(async ({ sql }) => {
    await sql`delete from outbox where published_at < now() - ${KEEP_PUBLISHED}::interval`;
    await sql`delete from handled_event where event_id < (select min(event_id) from outbox)`;
  });
}
