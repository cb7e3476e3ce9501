import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core';

/** Events, in order. UNIQUE (stream, version) decides: of two that append the same version, one is refused. */
export const event = pgTable(
  'event',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    stream: text().notNull(),
    version: integer().notNull(),
    kind: text().notNull(),
    data: jsonb().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [unique('event_stream_version').on(table.stream, table.version)],
);

/** The newest known state of a stream, so that loading it need not begin with its first event. */
export const snapshot = pgTable('snapshot', {
  stream: text().primaryKey(),
  version: integer().notNull(),
  state: jsonb().notNull(),
});

/** Events to be published, written in the same transaction as their cause. `publishedAt` is null until the bus has them. */
export const outbox = pgTable(
  'outbox',
  {
    eventId: bigint('event_id', { mode: 'number' }).primaryKey(),
    subject: text().notNull(),
    payload: jsonb().notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [index('outbox_unpublished').on(table.eventId).where(sql`${table.publishedAt} is null`)],
);

/** Events that a consumer has handled: the bus delivers at least once, and this makes a second delivery do nothing. */
export const handledEvent = pgTable(
  'handled_event',
  {
    consumer: text().notNull(),
    eventId: bigint('event_id', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumer, table.eventId] })],
);

/** A read model that a consumer maintains: units sold of each product, derived from the events. */
export const unitsSoldView = pgTable('units_sold_view', {
  productId: integer('product_id').primaryKey(),
  units: integer().notNull(),
});
