import type { LaneEvidence, PurchaseRecord, StoredOrder } from '@/domain/history';
import { confirmedOf, plural, witness, witnessOf, type Checker } from './checker';

/**
 * An answer that does not fit the orders: a confirmation without an order of this buyer, for this quantity, under a number
 * that no other confirmation has; or an order of a buyer whose answers all said that nothing was bought. Counted in purchases.
 */
export const phantomConfirmation: Checker = (evidence) => withoutOrder(evidence) ?? withoutConfirmation(evidence);

const withoutOrder: Checker = (evidence) => {
  const stored = new Map(evidence.orders.map((order) => [order.id, order]));
  const claimed = new Set<number>();
  const phantoms = confirmedOf(evidence).filter((purchase) => {
    const order = purchase.orderId === null ? undefined : stored.get(purchase.orderId);
    const own = order !== undefined && isOrderOf(order, purchase) && !claimed.has(order.id);
    if (own) claimed.add(order.id);
    return !own;
  });
  const first = phantoms[0];
  if (!first) return null;
  const order = first.orderId === null ? undefined : stored.get(first.orderId);
  const what = order ? `which is an order of ${order.buyerId} for ${order.quantity}` : 'and no such order is stored';
  return {
    anomaly: 'phantom-confirmation',
    count: phantoms.length,
    evidence: {
      sentence: `${first.buyerId} got a confirmation for order ${first.orderId ?? 'without a number'}, ${what} (${plural(phantoms.length, 'buyer')} in all).`,
      witnesses: [witnessOf(first), ...(order ? [witness(order, undefined)] : [])],
    },
  };
};

const isOrderOf = (order: StoredOrder, { buyerId, quantity }: PurchaseRecord): boolean => order.buyerId === buyerId && order.quantity === quantity;

const withoutConfirmation: Checker = (evidence) => {
  const mayHave = new Set(evidence.purchases.filter(({ outcome }) => outcome === 'confirmed' || outcome === 'unknown').map(({ buyerId }) => buyerId));
  const turnedAway = turnedAwayBuyers(evidence);
  const unwanted = evidence.orders.filter(({ buyerId }) => turnedAway.has(buyerId) && !mayHave.has(buyerId));
  const first = unwanted[0];
  if (!first) return null;
  const purchase = turnedAway.get(first.buyerId);
  return {
    anomaly: 'phantom-confirmation',
    count: unwanted.length,
    evidence: {
      sentence: `${first.buyerId} was told '${purchase?.outcome ?? ''}', which means that nothing was bought, and has order ${first.id} (${plural(unwanted.length, 'order')} in all).`,
      witnesses: [witness(first, purchase)],
    },
  };
};

const turnedAwayBuyers = ({ purchases }: LaneEvidence): ReadonlyMap<string, PurchaseRecord> =>
  new Map(purchases.filter(({ outcome }) => outcome === 'sold-out' || outcome === 'gave-up').map((purchase) => [purchase.buyerId, purchase]));
