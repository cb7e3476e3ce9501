import { describe, expect, it } from 'vitest';
import type { Anomaly } from '@/domain/anomaly';
import type { LaneEvidence, PurchaseRecord } from '@/domain/history';
import { goodSale, order, purchase } from '@/testing/evidence';
import { judgeLane } from './judge-lane';

const anomaliesOf = (evidence: LaneEvidence): Anomaly[] => judgeLane(evidence).findings.map(({ anomaly }) => anomaly);
const soldOut = (invokedMs: number, returnedMs: number) => purchase({ buyerId: 'late', outcome: 'sold-out', invokedMs, returnedMs });

describe('judging a lane', () => {
  it('passes a sale in which every unit is accounted for', () => {
    const sale = goodSale(3, 3);
    const judged = judgeLane({ ...sale, purchases: [...sale.purchases, soldOut(100, 101)] });
    expect(judged).toMatchObject({ verdict: 'pass', findings: [] });
    expect(judged.explanation).toContain('3 sold, 0 left of 3');
  });

  it('finds the lost update and names the two orders and what they read and wrote', () => {
    const sale = goodSale(5, 2);
    const orders = [order({ id: 17, buyerId: 'b0', remaining: 4 }), order({ id: 23, buyerId: 'b1', remaining: 4 })];
    const purchases = [
      purchase({ buyerId: 'b0', orderId: 17, remaining: 4, invokedMs: 0, returnedMs: 9 }),
      purchase({ buyerId: 'b1', orderId: 23, remaining: 4, invokedMs: 1, returnedMs: 12 }),
    ];
    const { verdict, findings } = judgeLane({ ...sale, orders, purchases, finalStock: 4 });
    expect(verdict).toBe('violated');
    expect(findings[0]).toMatchObject({ anomaly: 'lost-update', count: 1 });
    expect(findings[0]?.evidence.sentence).toContain('Orders 17 and 23 both read stock 5 and both wrote 4');
    expect(findings[0]?.evidence.witnesses).toMatchObject([
      { orderId: 17, read: 5, wrote: 4, invokedMs: 0, returnedMs: 9 },
      { orderId: 23, read: 5, wrote: 4, invokedMs: 1, returnedMs: 12 },
    ]);
  });

  it('finds overlapping sales of several units as lost updates', () => {
    const orders = [order({ id: 1, buyerId: 'x', quantity: 3, remaining: 7 }), order({ id: 2, buyerId: 'y', quantity: 2, remaining: 6 })];
    const purchases = orders.map(({ id, buyerId, quantity, remaining }) => purchase({ orderId: id, buyerId, quantity, remaining }));
    expect(anomaliesOf({ stock: 10, counterStock: null, finalStock: 5, orders, purchases })).toContain('lost-update');
  });

  it('finds a lost write by units that are both in stock and in orders', () => {
    expect(anomaliesOf({ ...goodSale(5, 2), finalStock: 4 })).toEqual(['lost-update']);
  });

  it('finds more units sold than there were, counted in units', () => {
    const { findings } = judgeLane({ ...goodSale(10, 10), stock: 7 });
    expect(findings[0]).toMatchObject({ anomaly: 'oversell', count: 3 });
  });

  it('finds stock below zero', () => {
    const sale = goodSale(2, 2);
    expect(anomaliesOf({ ...sale, orders: [...sale.orders, order({ id: 3, buyerId: 'z', remaining: -1 })], finalStock: -1 })).toEqual(['oversell', 'negative-stock']);
  });

  it('names the buyer who took the last unit and the first who sold one too many', () => {
    const { findings } = judgeLane({ ...goodSale(10, 10), stock: 7 });
    expect(findings[0]?.evidence.witnesses.map(({ buyerId }) => buyerId)).toEqual(['b6', 'b7']);
    const tooBig = judgeLane({ stock: 1, finalStock: 1, counterStock: null, orders: [order({ id: 1, quantity: 2, remaining: 0 })], purchases: [] });
    expect(tooBig.findings[0]?.evidence.witnesses).toHaveLength(1);
  });

  it('names two who had read the same last unit when the stock falls below zero', () => {
    const reads = (stock: number) => [{ kind: 'read' as const, name: 'read stock', startMs: 0, endMs: 1, observed: { stock } }];
    const lines = [{ id: 1, remaining: 1, read: 2 }, { id: 2, remaining: 0, read: 1 }, { id: 3, remaining: -1, read: 2 }, { id: 4, remaining: -2, read: 1 }];
    const orders = lines.map(({ id, remaining }) => order({ id, buyerId: `b${id}`, remaining }));
    const purchases = lines.map(({ id, remaining, read }) => purchase({ buyerId: `b${id}`, orderId: id, remaining, steps: reads(read) }));
    const witnessesOf = (traced: PurchaseRecord[]) =>
      judgeLane({ stock: 2, finalStock: -2, counterStock: null, orders, purchases: traced })
        .findings.find(({ anomaly }) => anomaly === 'negative-stock')
        ?.evidence.witnesses.map(({ buyerId }) => buyerId);
    expect(witnessesOf(purchases)).toEqual(['b2', 'b4']);
    expect(witnessesOf(purchases.map((untraced) => ({ ...untraced, steps: [] })))).toEqual(['b2', 'b3']);
  });

  it('finds a buyer with two orders', () => {
    const sale = goodSale(3, 2);
    const second = order({ id: 9, buyerId: 'b0', remaining: 0 });
    expect(anomaliesOf({ ...sale, orders: [...sale.orders, second], finalStock: 0 })).toEqual(['duplicate-order']);
  });

  it('finds a confirmation without an order', () => {
    const sale = goodSale(3, 3);
    expect(anomaliesOf({ ...sale, orders: sale.orders.slice(1), finalStock: 1 })).toEqual(['phantom-confirmation']);
  });

  it('finds stock that went without an order', () => {
    expect(anomaliesOf({ ...goodSale(3, 2), finalStock: 0 })).toEqual(['ghost-stock']);
  });

  it("finds a 'sold out' answer while stock remained", () => {
    const sale = goodSale(3, 2);
    expect(anomaliesOf({ ...sale, purchases: [...sale.purchases, soldOut(100, 101)] })).toEqual(['false-sold-out']);
  });

  it("finds a sale that began after a buyer had been told 'sold out'", () => {
    const sale = goodSale(3, 3);
    expect(anomaliesOf({ ...sale, purchases: [...sale.purchases, soldOut(11, 12)] })).toEqual(['false-sold-out', 'late-sale']);
  });

  it('lets unknown purchases widen the bounds, and never counts them as sold or unsold', () => {
    const sale = goodSale(3, 2);
    const unknown = purchase({ buyerId: 'u', outcome: 'unknown', invokedMs: 3, returnedMs: 90 });
    // The unknown one may have taken the third unit, so 'sold out' may be right...
    expect(anomaliesOf({ ...sale, purchases: [...sale.purchases, unknown, soldOut(100, 101)] })).toEqual([]);
    // ...and a unit that is gone may be its doing, but that cannot be decided.
    const judged = judgeLane({ ...sale, purchases: [...sale.purchases, unknown], finalStock: 0 });
    expect(judged).toMatchObject({ verdict: 'undecided', findings: [] });
    expect(judged.explanation).toContain('1 unit left the stock without an order');
  });

  it('is undecided when nothing was put to the test', () => {
    const gaveUp = purchase({ outcome: 'gave-up' });
    expect(judgeLane({ stock: 3, counterStock: null, finalStock: 3, orders: [], purchases: [gaveUp] }).verdict).toBe('undecided');
  });

  it("is undecided when buyers with mixed quantities were told 'sold out'", () => {
    const sale = goodSale(3, 2);
    const big = purchase({ buyerId: 'big', quantity: 2, outcome: 'sold-out', invokedMs: 50, returnedMs: 51 });
    expect(judgeLane({ ...sale, purchases: [...sale.purchases, big] }).verdict).toBe('undecided');
  });
});

describe('an answer that does not fit the orders', () => {
  const sale = goodSale(4, 2);
  const [one, two] = sale.purchases;

  it.each([
    ['the order of another buyer', [{ ...one, orderId: 2 }, { ...two, orderId: 1 }]],
    ['an order that another buyer was given as well', [one, { ...two, orderId: 1 }]],
    ['an order for another quantity', [{ ...one, quantity: 3 }, two]],
  ])('is a confirmation with %s', (_what, purchases) => {
    expect(anomaliesOf({ ...sale, purchases: purchases as PurchaseRecord[] })).toContain('phantom-confirmation');
  });

  it.each(['sold-out', 'gave-up'] as const)("is '%s' with an order, unless the buyer has an unknown try as well", (outcome) => {
    const away = purchase({ buyerId: 'b1', outcome, invokedMs: 10, returnedMs: 15 });
    const evidence = { ...sale, purchases: [one, away] as PurchaseRecord[] };
    expect(anomaliesOf(evidence)).toContain('phantom-confirmation');
    const lost = purchase({ buyerId: 'b1', outcome: 'unknown', invokedMs: 8, returnedMs: 9 });
    expect(anomaliesOf({ ...evidence, purchases: [...evidence.purchases, lost] })).not.toContain('phantom-confirmation');
  });
});
