import type { Anomaly } from './anomaly';
import type { PurchaseRecord, StoredOrder } from './history';
import type { LaneTrace } from './trace';

/**
 * The names of the buyers that take part in each anomaly. The checkers decide and count; this only finds the buyers that they
 * mean, so that the page can show them. For a sample it finds only what the sample itself shows. Anomalies of the whole lane
 * (stock that is gone without an order) have no buyers and are left out.
 */
export function anomalousBuyers(trace: LaneTrace): ReadonlyMap<Anomaly, ReadonlySet<string>> {
  const found: [Anomaly, Iterable<string>][] = [
    ['oversell', trace.purchases.length === trace.purchaseCount ? beyondStock(trace) : []],
    ['lost-update', soldTwice(trace.orders)],
    ['negative-stock', trace.orders.filter(({ remaining }) => remaining !== null && remaining < 0).map(buyerOf)],
    ['duplicate-order', orderedTwice(trace.orders)],
    ['phantom-confirmation', withoutOrder(trace)],
    ['late-sale', afterSoldOut(trace.purchases)],
    ['stale-token', staleWriters(trace.orders)],
  ];
  return new Map(found.map(([anomaly, buyers]): [Anomaly, Set<string>] => [anomaly, new Set(buyers)]).filter(([, buyers]) => buyers.size > 0));
}

const buyerOf = ({ buyerId }: { buyerId: string }): string => buyerId;

/** The orders, by id, from the first one at which the sum of units exceeds the stock. */
function beyondStock({ orders, stock }: LaneTrace): string[] {
  let units = 0;
  return orders.filter(({ quantity }) => (units += quantity) > stock).map(buyerOf);
}

/** Buyers of a unit that another buyer bought as well, according to the stock that their orders believed they left. */
function soldTwice(orders: readonly StoredOrder[]): string[] {
  const soldBy = new Map<number, StoredOrder>();
  return orders.flatMap((order) => {
    if (order.remaining === null) return [];
    const both: string[] = [];
    for (let unit = order.remaining + 1; unit <= order.remaining + order.quantity; unit++) {
      const owner = soldBy.get(unit);
      if (owner) both.push(owner.buyerId, order.buyerId);
      else soldBy.set(unit, order);
    }
    return both;
  });
}

function orderedTwice(orders: readonly StoredOrder[]): string[] {
  const seen = new Set<string>();
  return orders.filter(({ buyerId }) => seen.size === seen.add(buyerId).size).map(buyerOf);
}

function withoutOrder({ purchases, orders }: LaneTrace): string[] {
  const buyers = new Map(orders.map(({ id, buyerId }) => [id, buyerId]));
  return purchases.filter(({ outcome, orderId, buyerId }) => outcome === 'confirmed' && buyers.get(orderId ?? -1) !== buyerId).map(buyerOf);
}

function afterSoldOut(purchases: readonly PurchaseRecord[]): string[] {
  const soldOutMs = purchases.reduce((first, { outcome, returnedMs }) => (outcome === 'sold-out' ? Math.min(first, returnedMs) : first), Number.POSITIVE_INFINITY);
  return purchases.filter(({ outcome, invokedMs }) => outcome === 'confirmed' && invokedMs > soldOutMs).map(buyerOf);
}

function staleWriters(orders: readonly StoredOrder[]): string[] {
  let newest = Number.NEGATIVE_INFINITY;
  return orders.flatMap(({ fencingToken, buyerId }) => {
    if (fencingToken === null) return [];
    if (fencingToken < newest) return [buyerId];
    newest = fencingToken;
    return [];
  });
}
