import type { OrderRow, PurchaseRequest, ReadTag, Statement, WriteTag } from 'stampede';
import { purchaseStream, saleStream } from '@/stores/postgres/streams';
import { appendRejection, appendSale, loadStream, type StoredEvent } from './event-store';
import type { PurchaseRejected, UnitsSold } from './events';
import { evolve } from './evolve';
import type { Sale } from './replay';

/** How often a snapshot is kept. This many events are replayed in a millisecond or less; more snapshots would only write more. */
export const SNAPSHOT_EVERY = 100;

/** Raise it with every change of `SaleState` or `evolve`: snapshots of another format are ignored. */
export const SNAPSHOT_FORMAT = 1;

/** A sale's events, beginning with the newest snapshot that fits. One round trip. */
export const loadSale = (read: ReadTag, productId: number): Statement<StoredEvent, StoredEvent> =>
  loadStream(read, saleStream(productId), SNAPSHOT_FORMAT);

/** Appends the sale as the next version of what was loaded, and its order. Null: another buyer had that version first. */
export function appendUnitsSold(write: WriteTag, sale: Sale, event: UnitsSold, request: PurchaseRequest): Statement<OrderRow, OrderRow | null> {
  const version = sale.version + 1;
  const { productId, buyerId, quantity, idempotencyKey } = request;
  const snapshot = version % SNAPSHOT_EVERY === 0 ? { format: SNAPSHOT_FORMAT, ...evolve(sale.state, event) } : null;
  const order = { productId, buyerId, quantity, remaining: event.data.remaining, idempotencyKey };
  return appendSale(write, { stream: saleStream(productId), version, ...event }, order, snapshot);
}

/**
 * Records that a buyer was turned away, in a stream of the command's own. In the sale's stream it would take the version
 * that another buyer wants to sell under: a crowd that is turned away would keep the last units from being sold. A command
 * that is delivered again is decided again, and its rejection is recorded once.
 */
export const recordRejection = (insert: WriteTag, productId: number, event: PurchaseRejected): Statement<object, object | null> =>
  appendRejection(insert, { stream: purchaseStream(event.data.commandId), version: 1, ...event }, productId);
