import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { believedOrder, type BelievedOrder } from './believed-order';
import { nanoseconds } from './lane-export';

/** The one list there is: a lane is one sale. */
const SALE = 1;

/** `['r', list, what it held]` with null while nobody knows, or `['append', list, order]`. */
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
  invoked: readonly ListOperation[];
  completed: readonly ListOperation[];
}

/** Each purchase as a transaction of its own process, in the order in which they began and ended. */
export function listAppendHistory(lane: LaneTrace): ListEvent[] {
  const believed = believedOrder(lane);
  const orderOf = new Map(lane.orders.map(({ buyerId, id }) => [buyerId, id]));
  const events = lane.purchases.flatMap((purchase, process) => {
    const { type, invoked, completed } = transactionOf(purchase, process, lane, believed, orderOf.get(purchase.buyerId) ?? null);
    const common = { f: 'txn', process } as const;
    return [
      { ...common, type: 'invoke' as const, time: nanoseconds(purchase.invokedMs), value: invoked },
      { ...common, type, time: nanoseconds(purchase.returnedMs), value: completed },
    ];
  });
  // At the same moment, what begins stands first: then the two count as under way together, which claims less.
  events.sort((one, other) => one.time - other.time || Number(one.type !== 'invoke') - Number(other.type !== 'invoke'));
  return events.map((event, index) => ({ index, ...event }));
}

function transactionOf(purchase: PurchaseRecord, process: number, { stock, quantity, orders }: LaneTrace, believed: BelievedOrder, storedOrder: number | null): Transaction {
  switch (purchase.outcome) {
    case 'confirmed': {
      const order = purchase.orderId ?? neverRead(process);
      const place = believed.placeOf.get(order);
      const found = place === undefined ? null : believed.firstOrders(place);
      const append: ListOperation = ['append', SALE, order];
      if (found === null) return { type: 'ok', invoked: [append], completed: [append] };
      return { type: 'ok', invoked: [['r', SALE, null], append], completed: [['r', SALE, found], append] };
    }
    case 'sold-out': {
      // It found fewer units than it wanted: so every order that the stock was enough for, and those are all there are.
      const full = Math.floor(stock / quantity);
      const found = orders.length === full ? believed.firstOrders(full) : null;
      if (found === null) return without('fail', neverRead(process));
      return { type: 'ok', invoked: [['r', SALE, null]], completed: [['r', SALE, found]] };
    }
    case 'gave-up':
      return without('fail', neverRead(process));
    case 'unknown':
      return without('info', storedOrder ?? neverRead(process));
  }
}

const without = (type: 'fail' | 'info', order: number): Transaction => ({ type, invoked: [['append', SALE, order]], completed: [['append', SALE, order]] });

/** An append that came to nothing needs a value of its own all the same; orders count from 1 upwards. */
const neverRead = (process: number): number => -1 - process;
