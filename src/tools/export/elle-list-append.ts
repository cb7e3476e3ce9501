import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { believedOrder, type BelievedOrder } from './believed-order';
import { nanoseconds } from './lane-export';

/** The one list there is: a lane is one sale. */
const SALE = 1;

/** `['r', list, what it held]` with null while it is not known, or `['append', list, order]`. */
export type ListOperation = ['r', number, readonly number[] | null] | ['append', number, number];

export interface ListEvent {
  index: number;
  type: 'invoke' | 'ok' | 'fail' | 'info';
  f: 'txn';
  process: number;
  /** Nanoseconds from the start of the lane. */
  time: number;
  value: readonly ListOperation[];
}

interface Transaction {
  type: 'ok' | 'fail' | 'info';
  invokedMs: number;
  returnedMs: number;
  invoked: readonly ListOperation[];
  completed: readonly ListOperation[];
}

/** Each purchase as a transaction of its own process, in the order in which they began and ended. */
export function listAppendHistory(lane: LaneTrace): ListEvent[] {
  const believed = believedOrder(lane);
  const { orderOf, others } = assignedOrders(lane);
  // What contradicts the first of them contradicts the others too, and one is enough: the list is long.
  const firstSoldOut = lane.purchases.filter(({ outcome }) => outcome === 'sold-out').reduce<PurchaseRecord | null>((first, candidate) => (first === null || candidate.returnedMs < first.returnedMs ? candidate : first), null);
  const transactions = [
    ...lane.purchases.map((purchase, process) => {
      const order = orderOf.get(purchase) ?? neverRead(process);
      return purchase === firstSoldOut ? soldOut(purchase, order, lane, believed) : transactionOf(purchase, order, believed);
    }),
    // Rows that no answer named, as when a retry bought twice: they may have come at any time.
    ...others.map((order): Transaction => ({ type: 'info', invokedMs: 0, returnedMs: 0, ...onlyAppend(order) })),
  ];
  const events = transactions.flatMap(({ type, invokedMs, returnedMs, invoked, completed }, process) => [
    { type: 'invoke' as const, f: 'txn' as const, process, time: nanoseconds(invokedMs), value: invoked },
    { type, f: 'txn' as const, process, time: nanoseconds(returnedMs), value: completed },
  ]);
  // At the same moment, what begins comes first: then the two count as under way together, which claims less.
  events.sort((one, other) => one.time - other.time || Number(one.type !== 'invoke') - Number(other.type !== 'invoke'));
  return events.map((event, index) => ({ index, ...event }));
}

/** Which order row is whose: the one that the answer named, else one with the buyer's name. */
function assignedOrders({ purchases, orders }: LaneTrace): { orderOf: Map<PurchaseRecord, number>; others: number[] } {
  const orderOf = new Map<PurchaseRecord, number>();
  for (const purchase of purchases) if (purchase.orderId !== null) orderOf.set(purchase, purchase.orderId);
  const named = new Set(orderOf.values());
  const unnamed = new Map(orders.filter(({ id }) => !named.has(id)).map(({ buyerId, id }) => [buyerId, id]));
  for (const purchase of purchases) {
    const order = unnamed.get(purchase.buyerId);
    if (orderOf.has(purchase) || order === undefined) continue;
    orderOf.set(purchase, order);
    unnamed.delete(purchase.buyerId);
  }
  const assigned = new Set(orderOf.values());
  return { orderOf, others: orders.map(({ id }) => id).filter((id) => !assigned.has(id)) };
}

function transactionOf({ outcome, invokedMs, returnedMs }: PurchaseRecord, order: number, believed: BelievedOrder): Transaction {
  const times = { invokedMs, returnedMs };
  switch (outcome) {
    case 'confirmed': {
      const place = believed.placeOf.get(order);
      const found = place === undefined ? null : believed.firstOrders(place);
      const append: ListOperation = ['append', SALE, order];
      if (found === null) return { type: 'ok', ...times, ...onlyAppend(order) };
      return { type: 'ok', ...times, invoked: [['r', SALE, null], append], completed: [['r', SALE, found], append] };
    }
    case 'sold-out':
    case 'gave-up':
      return { type: 'fail', ...times, ...onlyAppend(order) };
    case 'unknown':
      return { type: 'info', ...times, ...onlyAppend(order) };
  }
}

/** A buyer that got 'sold out' found every order that the stock was enough for, if there are no others. */
function soldOut({ invokedMs, returnedMs }: PurchaseRecord, order: number, { stock, quantity, orders }: LaneTrace, believed: BelievedOrder): Transaction {
  const full = Math.floor(stock / quantity);
  const found = orders.length === full ? believed.firstOrders(full) : null;
  if (found === null || found.includes(order)) return { type: 'fail', invokedMs, returnedMs, ...onlyAppend(order) };
  return { type: 'ok', invokedMs, returnedMs, invoked: [['r', SALE, null]], completed: [['r', SALE, found]] };
}

const onlyAppend = (order: number): Pick<Transaction, 'invoked' | 'completed'> => ({ invoked: [['append', SALE, order]], completed: [['append', SALE, order]] });

/** An append that came to nothing needs a value of its own all the same; orders count from 1 upwards. */
const neverRead = (process: number): number => -1 - process;
