import type { OrderRow, ReadTag, Statement, WriteTag } from 'stampede';

/** One event as it was loaded. `state` is the stream's state after it where a snapshot has kept it, else null. */
export interface StoredEvent {
  version: number;
  kind: string;
  data: unknown;
  state: unknown;
}

/** An event to be appended as number `version` of its stream. */
export interface NewEvent {
  stream: string;
  version: number;
  kind: string;
  data: object;
}

/** The order row that a sale is audited by. */
export interface NewOrder {
  productId: number;
  buyerId: string;
  quantity: number;
  remaining: number;
  idempotencyKey: string | null;
}

/**
 * A stream in order, from its snapshot's event or from the first. A snapshot of another format, or of a version
 * that the stream does not have, is not used. One indexed select.
 */
export const loadStream = (read: ReadTag, stream: string, format: number): Statement<StoredEvent, StoredEvent> => read<StoredEvent>`
  select event.version, kind, data, state
  from event left join snapshot
    on snapshot.stream = event.stream and snapshot.version = event.version and state ->> 'format' = ${String(format)}
  where event.stream = ${stream} and event.version >= coalesce((
    select kept.version from snapshot as kept join event using (stream, version)
    where kept.stream = ${stream} and kept.state ->> 'format' = ${String(format)}
  ), 0)
  order by event.version
`;

/**
 * Appends a sale, its order, what the outbox has to send and, now and then, a snapshot: one statement, so all of it or
 * nothing. UNIQUE (stream, version) decides: of two that append the same version, the second waits for the first to
 * commit and then gets no row. A duplicate idempotency key is thrown, and takes the event back with it.
 */
export const appendSale = (write: WriteTag, event: NewEvent, order: NewOrder, snapshot: object | null): Statement<OrderRow, OrderRow | null> => write<OrderRow>`
  with appended as (
    insert into event (stream, version, kind, data)
    values (${event.stream}, ${event.version}, ${event.kind}, ${JSON.stringify(event.data)}::text::jsonb)
    on conflict on constraint event_stream_version do nothing -- another buyer was faster
    returning id
  ), placed as (
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    select ${order.productId}, ${order.buyerId}, ${order.quantity}, ${order.remaining}, ${order.idempotencyKey} from appended
    returning id, created_at
  ), to_send as (
    insert into outbox (event_id, subject, payload)
    select id, ${event.kind}, ${payloadOf(event, order.productId)}::text::jsonb from appended
  ), kept as (
    insert into snapshot (stream, version, state)
    select ${event.stream}, ${event.version}, ${snapshot && JSON.stringify(snapshot)}::text::jsonb from appended
    where ${snapshot !== null}::boolean
    on conflict (stream) do update set version = excluded.version, state = excluded.state
  )
  select id, created_at from placed
`;

/** Appends a rejection, which changes no sale, and what the outbox has to send. The second time it does nothing. */
export const appendRejection = (insert: WriteTag, event: NewEvent, productId: number): Statement<object, object | null> => insert<object>`
  with appended as (
    insert into event (stream, version, kind, data)
    values (${event.stream}, ${event.version}, ${event.kind}, ${JSON.stringify(event.data)}::text::jsonb)
    on conflict on constraint event_stream_version do nothing
    returning id
  )
  insert into outbox (event_id, subject, payload)
  select id, ${event.kind}, ${payloadOf(event, productId)}::text::jsonb from appended
`;

/** The payload of the outbox entry: enough to act on without asking back. */
const payloadOf = ({ stream, version, data }: NewEvent, productId: number): string => JSON.stringify({ stream, version, productId, data });
