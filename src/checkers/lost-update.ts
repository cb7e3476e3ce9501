import type { LaneEvidence, StoredOrder } from '@/domain/history';
import { plural, purchasesByOrder, witness, type Checker } from './checker';
import { missingUnits, unknownUnits } from './ghost-stock';

/**
 * Two orders that sold the same unit: an order that read stock s and left s - n sold the units above s - n up to s, and no
 * other order may have sold any of them. Counted in orders that sold a unit which an earlier order had sold. If no two
 * orders clash, units in orders and in stock that add up to more than the initial stock show it too, counted in units.
 */
export const lostUpdate: Checker = (evidence) => {
  const lost = lostUpdates(evidence);
  const first = lost[0];
  if (!first) return unwrittenSales(evidence);
  const byOrder = purchasesByOrder(evidence);
  return {
    anomaly: 'lost-update',
    count: lost.length,
    evidence: {
      sentence: sentence(first.earlier, first.later),
      witnesses: [first.earlier, first.later].map((order) => witness(order, byOrder.get(order.id))),
    },
  };
};

/** Orders whose decrement never reached the stock, beyond what unknown purchases may still write. */
const unwrittenSales: Checker = (evidence) => {
  const extra = -missingUnits(evidence);
  if (extra <= unknownUnits(evidence)) return null;
  const sentence = `The stock still holds ${plural(extra, 'unit')} that ${extra === 1 ? 'is' : 'are'} in orders as well: the write of a sale was lost.`;
  return { anomaly: 'lost-update', count: extra, evidence: { sentence, witnesses: [] } };
};

type CountedOrder = StoredOrder & { remaining: number };

const saysWhatItLeft = (order: StoredOrder): order is CountedOrder => order.remaining !== null;

interface Clash {
  earlier: CountedOrder;
  later: CountedOrder;
}

function lostUpdates({ orders }: LaneEvidence): Clash[] {
  const soldBy = new Map<number, CountedOrder>();
  const clashes: Clash[] = [];
  for (const order of orders.filter(saysWhatItLeft).sort((a, b) => a.id - b.id)) {
    let earlier: CountedOrder | null = null;
    for (let unit = order.remaining + 1; unit <= order.remaining + order.quantity; unit++) {
      const owner = soldBy.get(unit);
      if (owner) earlier ??= owner;
      else soldBy.set(unit, order);
    }
    if (earlier) clashes.push({ earlier, later: order });
  }
  return clashes;
}

function sentence(earlier: CountedOrder, later: CountedOrder): string {
  const read = (order: CountedOrder): number => order.remaining + order.quantity;
  const ids = `Orders ${earlier.id} and ${later.id}`;
  if (earlier.remaining === later.remaining && earlier.quantity === later.quantity) {
    const gone = plural(later.quantity, 'sold unit');
    return `${ids} both read stock ${read(earlier)} and both wrote ${earlier.remaining}: ${gone} left no trace in the stock.`;
  }
  return `${ids} sold the same unit: one read ${read(earlier)} and wrote ${earlier.remaining}, the other read ${read(later)} and wrote ${later.remaining}.`;
}
