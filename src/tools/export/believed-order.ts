import type { LaneTrace } from '@/domain/trace';

/**
 * Where the orders of a lane believed they stood: an order that left `remaining` units of the stock it began with came after
 * `(stock - remaining) / quantity - 1` others.
 */
export interface BelievedOrder {
  /** The place, from 0, of each order id; absent where the order says nothing of it. */
  placeOf: ReadonlyMap<number, number>;
  /** The ids of the first `count` orders, one at each place; null where that is not known. */
  firstOrders(count: number): number[] | null;
}

/** Read from the order rows alone: they say what was stored, whatever the answers were. */
export function believedOrder({ stock, quantity, orders }: Pick<LaneTrace, 'stock' | 'quantity' | 'orders'>): BelievedOrder {
  const places: number[][] = [];
  const placeOf = new Map<number, number>();
  for (const { id, remaining } of orders) {
    if (remaining === null) continue;
    const place = (stock - remaining) / quantity - 1;
    if (!Number.isInteger(place) || place < 0) continue;
    placeOf.set(id, place);
    (places[place] ??= []).push(id);
  }
  // Everything up to the first place that has no order, or two.
  const certain: number[] = [];
  for (const ids of Array.from(places, (at) => at as number[] | undefined)) {
    const [id, other] = ids ?? [];
    if (id === undefined || other !== undefined) break;
    certain.push(id);
  }
  return { placeOf, firstOrders: (count) => (count <= certain.length ? certain.slice(0, count) : null) };
}
