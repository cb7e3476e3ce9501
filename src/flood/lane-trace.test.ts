import { describe, expect, test } from 'vitest';
import type { Finding } from '@/domain/anomaly';
import { DEFAULT_PLAN } from '@/domain/plan';
import { order, purchase } from '@/testing/evidence';
import { laneTrace, type TracedLane } from './lane-trace';

const purchases = Array.from({ length: 1_000 }, (_, index) =>
  purchase({ buyerId: `b${index}`, orderId: index + 1, invokedMs: 1_000 - index, steps: [{ kind: 'read', name: 'read stock', startMs: 1 / 3, endMs: 2 / 3, observed: { stock: index } }] }),
);
const orders = purchases.map(({ buyerId, orderId }) => order({ id: orderId ?? 0, buyerId }));
const witnesses = ['b3', 'b997'].map((buyerId) => ({ buyerId, orderId: null, read: null, wrote: null, invokedMs: null, returnedMs: null, replica: null, steps: [] }));
const findings: Finding[] = [{ anomaly: 'lost-update', count: 1, evidence: { sentence: '', witnesses } }];
const lane = (fields: Partial<TracedLane> = {}): TracedLane => ({
  runId: 'run', lane: { strategy: 'naive', repeat: 1 }, plan: DEFAULT_PLAN, seed: 7, purchases, orders, finalStock: 0, findings, ...fields,
});
const buyersOf = (fields: Partial<TracedLane>) => laneTrace(lane(fields)).purchases.map(({ buyerId }) => buyerId);

describe('what is kept of a lane', () => {
  test('is everything up to the limit, in the order of invocation, in microseconds', () => {
    const trace = laneTrace(lane());
    expect([trace.purchases.length, trace.orders.length, trace.purchaseCount]).toEqual([1_000, 1_000, 1_000]);
    expect(trace.purchases[0]?.buyerId).toBe('b999');
    expect(trace.purchases[0]?.steps[0]).toMatchObject({ startMs: 0.333, endMs: 0.667 });
  });

  test('is beyond it a sample that has every witness with its steps, and only the orders of the sample', () => {
    const trace = laneTrace(lane({ most: 100 }));
    expect([trace.purchases.length, trace.orders.length, trace.purchaseCount]).toEqual([100, 100, 1_000]);
    for (const { buyerId } of witnesses) expect(trace.purchases.find((kept) => kept.buyerId === buyerId)?.steps).toHaveLength(1);
    expect(trace.orders.map(({ buyerId }) => buyerId).sort()).toEqual(trace.purchases.map(({ buyerId }) => buyerId).sort());
  });

  test('is the same for the same seed, another for another, and never without the witnesses', () => {
    expect(buyersOf({ most: 100 })).toEqual(buyersOf({ most: 100 }));
    expect(buyersOf({ most: 100 })).not.toEqual(buyersOf({ most: 100, seed: 8 }));
    expect(buyersOf({ most: 1 }).sort()).toEqual(['b3', 'b997']);
  });

  test('has the order of a buyer who got no answer', () => {
    const untold = { ...findings[0], evidence: { sentence: '', witnesses: witnesses.slice(0, 1) } } as Finding;
    const unknown = purchase({ buyerId: 'b3', outcome: 'unknown' });
    const { orders: kept } = laneTrace(lane({ purchases: [unknown, ...purchases.slice(900)], most: 1, findings: [untold] }));
    expect(kept.map(({ buyerId }) => buyerId)).toEqual(['b3']);
  });
});
