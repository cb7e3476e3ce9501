import { describe, expect, test } from 'vitest';
import { judgeLane } from '@/checkers/judge-lane';
import { goodSale, order, purchase } from '@/testing/evidence';
import { anomalousBuyers } from './anomalous-purchases';
import type { Anomaly } from './anomaly';
import type { LaneEvidence } from './history';
import type { LaneTrace } from './trace';

const traceOf = ({ stock, finalStock, orders, purchases }: LaneEvidence, fields: Partial<LaneTrace> = {}): LaneTrace => ({
  runId: 'run', strategy: 'naive', repeat: 1, stock, quantity: 1, finalStock, purchaseCount: purchases.length, purchases: [...purchases], orders: [...orders], ...fields,
});

const sale = goodSale(4, 3);
const late = purchase({ buyerId: 'late', orderId: 9, remaining: 0, invokedMs: 50, returnedMs: 60 });
const broken: [Anomaly, LaneEvidence, string[]][] = [
  ['oversell', { ...goodSale(5, 5), stock: 3 }, ['b3', 'b4']],
  ['lost-update', { ...sale, orders: [...sale.orders, order({ id: 4, buyerId: 'x', remaining: 3 })] }, ['b0', 'x']],
  ['negative-stock', { ...sale, orders: [...sale.orders, order({ id: 4, buyerId: 'x', remaining: -1 })] }, ['x']],
  ['duplicate-order', { ...sale, orders: [...sale.orders, order({ id: 4, buyerId: 'b1', remaining: 0 })] }, ['b1']],
  ['phantom-confirmation', { ...sale, orders: sale.orders.slice(1) }, ['b0']],
  ['late-sale', { ...sale, orders: [...sale.orders, order({ id: 9, buyerId: 'late' })], purchases: [...sale.purchases, purchase({ buyerId: 'out', outcome: 'sold-out', invokedMs: 30, returnedMs: 40 }), late] }, ['late']],
  ['stale-token', { ...sale, orders: sale.orders.map((line, index) => ({ ...line, fencingToken: [5, 4, 6][index] ?? null })) }, ['b1']],
];

describe('who takes part in an anomaly', () => {
  test.each(broken)('%s: the same that the checker finds, and its witness', (anomaly, evidence, buyers) => {
    expect([...(anomalousBuyers(traceOf(evidence)).get(anomaly) ?? [])].sort()).toEqual(buyers);
    const finding = judgeLane(evidence).findings.find((candidate) => candidate.anomaly === anomaly);
    expect(finding?.evidence.witnesses.some(({ buyerId }) => buyers.includes(buyerId))).toBe(true);
  });

  test('finds no buyer in a sale that went well', () => {
    expect(anomalousBuyers(traceOf(sale)).size).toBe(0);
  });

  test('says nothing of a limit that a sample does not show', () => {
    expect(anomalousBuyers(traceOf({ ...goodSale(5, 5), stock: 3 }, { purchaseCount: 100 })).has('oversell')).toBe(false);
  });
});
