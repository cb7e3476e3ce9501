import { describe, expect, test } from 'vitest';
import type { Finding, WitnessPurchase } from '@/domain/anomaly';
import type { StepRecord } from '@/domain/purchase';
import type { StepKind } from '@/domain/step';
import type { LaneTrace } from '@/domain/trace';
import { order, purchase } from '@/testing/evidence';
import { barsOf, quickestSteps } from './bars';
import { callouts } from './callouts';
import { labHref } from '@/web/parts/witness/lab-href';
import { laneRows } from './lane-rows';
import { NO_FILTER, filterChoices, filtered } from './row-filter';
import { stepWords } from './row-words';
import { staleRead } from './stale-read';
import { around, panned, placeOf, ticksOf, wholeLane, zoomed } from './time-window';
import { timelineHeadline } from './timeline-headline';
import { chosenLane, momentsOf, timelineHref, type TimelineLane } from '@/web/parts/witness/timeline-lane';
import { witnessSentence } from './witness-words';

const step = (kind: StepKind, name: string, startMs: number, endMs: number, observed: StepRecord['observed'] = null): StepRecord => ({ kind, name, startMs, endMs, observed });
/** A purchase of `naive` that reads, thinks and writes back. */
const naive = (readMs: number, writeMs: number, stock = 42): StepRecord[] => [
  step('connect', 'wait for a connection', readMs - 3, readMs),
  step('read', 'read stock', readMs, readMs + 1, { stock }),
  step('think', 'think', readMs + 1, writeMs - 1),
  step('insert', 'insert order', writeMs - 1, writeMs),
  step('write', 'write stock', writeMs, writeMs + 1, { stock: stock - 1 }),
];
const witness = (buyerId: string, orderId: number, steps: StepRecord[]): WitnessPurchase => ({ buyerId, orderId, read: 42, wrote: 41, invokedMs: 0, returnedMs: 50, replica: 0, steps });
const A = witness('buyer-17', 17, naive(10, 20));
const B = witness('buyer-23', 23, naive(12, 25));
const lost: Finding = { anomaly: 'lost-update', count: 812, evidence: { sentence: 'Orders 17 and 23 both read stock 42 and both wrote 41.', witnesses: [A, B] } };

describe('the part of time that is shown', () => {
  const whole = wholeLane(1_000);

  test('comes closer around a place that stays, and never leaves the lane', () => {
    const close = zoomed(whole, 4, 0.5, whole);
    expect(close).toEqual({ fromMs: 375, toMs: 625 });
    expect(placeOf(close, 500)).toBe(0.5);
    expect(panned(close, 10, whole)).toEqual({ fromMs: 750, toMs: 1_000 });
    expect(panned(close, -10, whole)).toEqual({ fromMs: 0, toMs: 250 });
    expect(zoomed(close, 0.01, 0.2, whole)).toEqual(whole);
    const closest = Array.from({ length: 100 }).reduce((window: typeof whole) => zoomed(window, 2, 0.5, whole), whole);
    expect(closest.toMs - closest.fromMs).toBeGreaterThan(0);
  });

  test('has all moments that are asked for, with a margin', () => {
    const window = around([400, 410], whole);
    expect([placeOf(window, 400) > 0.05, placeOf(window, 410) < 0.95]).toEqual([true, true]);
    expect(around([0, 1_000], whole)).toEqual(whole);
  });

  test('has round ticks, few enough for the width, in words that distinguish them', () => {
    expect(ticksOf(whole, 5).map(({ label }) => label)).toEqual(['0 ms', '200 ms', '400 ms', '600 ms', '800 ms', '1,000 ms']);
    expect(ticksOf({ fromMs: 10.02, toMs: 10.31 }, 4).map(({ label }) => label)).toEqual(['10.1 ms', '10.2 ms', '10.3 ms']);
  });
});

describe('a purchase as bars', () => {
  test('says what was read and written, and distinguishes waiting, thinking and the commit', () => {
    const bars = barsOf({ ...A, steps: [...A.steps, step('commit', 'commit', 21, 22)] }, new Map(), null);
    expect(bars.map(({ kind, label }) => [kind, label])).toEqual([['wait', 'waits for a connection'], ['read', 'read 42'], ['think', 'think'], ['write', 'order'], ['write', 'write 41'], ['commit', 'commit']]);
    expect(bars.filter(({ changesStock }) => changesStock).map(({ label }) => label)).toEqual(['write 41']);
  });

  test('puts steps that were sent together one after another, as the server carries them out', () => {
    const together = [step('write', 'write stock', 1, 4), step('insert', 'insert order', 1, 5), step('commit', 'commit', 1, 6), step('think', 'think', 6, 8)];
    expect(barsOf({ ...A, steps: together }, new Map(), null).map(({ startMs, endMs, sentMs }) => [startMs, endMs, sentMs])).toEqual([[1, 4, 1], [4, 5, 1], [5, 6, 1], [6, 8, 6]]);
  });

  test('hatches what a statement on the row took beyond the quickest of its kind in the lane', () => {
    const quick = purchase({ steps: [step('lock', 'read stock and lock the row', 0, 0.5, { stock: 3 })] });
    const queued = purchase({ steps: [step('lock', 'read stock and lock the row', 10, 30, { stock: 2 })] });
    const quickest = quickestSteps([queued, quick]);
    expect(barsOf(queued, quickest, null).map(({ kind, label, startMs, endMs }) => [kind, label, startMs, endMs])).toEqual([['wait', 'held up', 10, 29.5], ['read', 'read 2', 29.5, 30]]);
    expect(barsOf(quick, quickest, null).map(({ kind }) => kind)).toEqual(['read']);
  });

  test('writes the words beside bars that are too narrow, on levels where none meet', () => {
    const bars = barsOf(A, new Map(), null);
    const placed = callouts(bars, { fromMs: 0, toMs: 1_000 }, 1_000, 7, 2);
    expect(placed.map(({ label }) => label)).toEqual(['read 42', 'order', 'write 41'].filter((label) => placed.some((callout) => callout.label === label)));
    expect(placed.map(({ label }) => label)).toContain('read 42');
    for (const one of placed) for (const other of placed) if (one !== other && one.level === other.level) expect(Math.abs(one.leftPx - other.leftPx)).toBeGreaterThan(7 * 5);
    expect(callouts(bars, { fromMs: 9, toMs: 22 }, 4_000, 7, 2)).toEqual([]);
  });
});

describe('the two who broke it', () => {
  const stale = staleRead([A, B]);

  test('are joined by an arrow from the read to the write that it never saw, no matter which comes first', () => {
    expect(stale).toEqual({ from: { row: 1, ms: 13 }, to: { row: 0, ms: 21 }, secondMs: 26, subtracts: false, stock: 42 });
    expect(staleRead([B, A])).toMatchObject({ from: { row: 0, ms: 13 }, to: { row: 1, ms: 21 } });
  });

  test('have no arrow when the second read what the first had written, or when nothing is known', () => {
    expect(staleRead([A, witness('late', 3, naive(30, 40, 41))])).toBeNull();
    expect(staleRead([A, witness('bare', 3, [])])).toBeNull();
    expect(staleRead([A])).toBeNull();
  });

  test('are described with names and times in one sentence', () => {
    expect(witnessSentence(lost, stale)).toBe('buyer-23 (order 23) read 42 at 13.0 ms; buyer-17 (order 17) wrote at 21.0 ms; buyer-23, who never saw that, wrote over it at 26.0 ms.');
    expect(witnessSentence(lost, null)).toBe(lost.evidence.sentence);
    const minus = [{ ...A, steps: [step('read', 'read stock', 0, 1, { stock: 1 }), step('sell', 'subtract and insert order', 2, 3, { remaining: 0 })] }, { ...B, steps: [step('read', 'read stock', 0, 1, { stock: 1 }), step('sell', 'subtract and insert order', 3, 4, { remaining: -1 })] }];
    expect(witnessSentence(lost, staleRead(minus))).toContain('subtracted anyway');
  });

  test('are replayed in the lab as the schedule in which their steps took effect', () => {
    expect(labHref('naive', [A, B])).toBe('/lab?strategy=naive&buyers=2&stock=42&path=A.B.A.A.B.B');
    expect(labHref('for-update:nowait', [A, B])).toContain('strategy=for-update%3Anowait');
    expect(labHref('naive', [A])).toBeNull();
    expect(labHref('naive', [A, { ...B, steps: [] }])).toBeNull();
  });

  test('are all on the screen, from the reads on', () => {
    expect([Math.min(...momentsOf(lost)), Math.max(...momentsOf(lost))]).toEqual([10, 26]);
  });

  test('are all on the screen by the kinds of their steps, whatever these are called', () => {
    const steps = [step('connect', 'grab a line', 0, 4), step('begin', 'open up', 4, 5), step('read', 'begin', 6, 7, { stock: 1 }), step('think', 'ponder', 7, 30), step('write', 'think', 30, 31)];
    expect(momentsOf({ ...lost, evidence: { ...lost.evidence, witnesses: [{ ...A, steps }] } })).toEqual([6, 7, 30, 31]);
  });
});

describe('the rows of a lane', () => {
  const trace: LaneTrace = {
    runId: 'run', strategy: 'naive', repeat: 1, stock: 5, quantity: 1, finalStock: 4, purchaseCount: 9,
    purchases: [
      purchase({ buyerId: 'a', orderId: 1, remaining: 4, replica: 0, returnedMs: 30 }),
      purchase({ buyerId: 'b', orderId: 2, remaining: 4, replica: 1 }),
      purchase({ buyerId: 'c', outcome: 'sold-out', replica: 1 }),
      purchase({ buyerId: 'd', outcome: 'unknown', replica: 0 }),
    ],
    orders: [order({ id: 1, buyerId: 'a', remaining: 4 }), order({ id: 2, buyerId: 'b', remaining: 4 })],
  };
  const { rows, leftOut, endMs } = laneRows(trace);
  const buyers = (filter: Partial<typeof NO_FILTER>) => filtered(rows, { ...NO_FILTER, ...filter }).map(({ purchase: { buyerId } }) => buyerId);

  test('know who took part in what, how many were left out, and when the last answer came', () => {
    expect(rows.map(({ anomalies }) => anomalies)).toEqual([['lost-update'], ['lost-update'], [], []]);
    expect([leftOut, endMs]).toEqual([5, 30]);
  });

  test('are filtered by outcome, replica and anomaly together', () => {
    expect(buyers({})).toEqual(['a', 'b', 'c', 'd']);
    expect(buyers({ outcome: 'sold-out' })).toEqual(['c']);
    expect(buyers({ replica: 1 })).toEqual(['b', 'c']);
    expect(buyers({ anomaly: 'lost-update', replica: 0 })).toEqual(['a']);
    expect(buyers({ outcome: 'gave-up' })).toEqual([]);
  });

  test('offer what there is to filter by, with counts', () => {
    expect(filterChoices(rows)).toEqual({
      outcomes: [{ value: 'confirmed', count: 2 }, { value: 'sold-out', count: 1 }, { value: 'unknown', count: 1 }],
      replicas: [{ value: 0, count: 2 }, { value: 1, count: 2 }],
      anomalies: [{ value: 'lost-update', count: 2 }],
    });
  });

  test('describe a step with what it observed', () => {
    expect(stepWords(step('read', 'read stock', 1.2345, 2, { stock: 5 }))).toBe('read stock, stock 5, 1.235 to 2 ms');
  });
});

describe('the lane that is shown', () => {
  const lane = (strategy: string, findings: Finding[] = [], repeat = 1): TimelineLane => ({ strategy, repeat, verdict: findings.length > 0 ? 'violated' : 'pass', findings, fault: null, explanation: '', durationMs: 1 });
  const nothing = { lane: null, repeat: null, witness: null, anomaly: null };
  const lanes = [lane('for-update'), lane('naive', [lost]), lane('naive', [lost], 2)];

  test('is the one that is asked for, else the first that broke', () => {
    expect(chosenLane(lanes, nothing)).toBe(lanes[1]);
    expect(chosenLane(lanes, { ...nothing, lane: 'for-update' })).toBe(lanes[0]);
    expect(chosenLane(lanes, { ...nothing, lane: 'naive', repeat: 2 })).toBe(lanes[2]);
    expect(chosenLane([], nothing)).toBeNull();
  });

  test('says in its headline what became of it', () => {
    expect(timelineHeadline(lane('naive', [lost]), 'Naive')).toBe('Naive: 812 lost updates');
    expect(timelineHeadline(lane('naive', [{ ...lost, count: 1 }]), 'Naive')).toBe('Naive: 1 lost update');
    expect(timelineHeadline(lane('for-update'), 'FOR UPDATE')).toBe('FOR UPDATE: nothing broke');
  });

  test('has an address, at a witness or at all of an anomaly', () => {
    expect(timelineHref('id', { strategy: 'for-update:nowait', repeat: 1 }, { witness: 0 })).toBe('/runs/id?lane=for-update:nowait&repeat=1&witness=0');
    expect(timelineHref('id', { strategy: 'naive', repeat: 2 }, { anomaly: 'lost-update' })).toBe('/runs/id?lane=naive&repeat=2&anomaly=lost-update');
  });
});
