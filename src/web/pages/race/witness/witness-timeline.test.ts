import { describe, expect, test } from 'vitest';
import type { WitnessPurchase } from '@/domain/anomaly';
import type { StepRecord } from '@/domain/purchase';
import { pauseOf } from '@/web/parts/witness/witness-spans';
import { witnessTimeline } from './witness-timeline';

const purchase = (orderId: number, from: number, fields: Partial<WitnessPurchase> = {}): WitnessPurchase => ({
  buyerId: `b${orderId}`,
  orderId,
  read: 42,
  wrote: 41,
  invokedMs: from,
  returnedMs: from + 8,
  replica: 0,
  steps: [
    { kind: 'connect', name: 'wait for a connection', startMs: from - 0.01, endMs: from, observed: null },
    { kind: 'read', name: 'read stock', startMs: from, endMs: from + 1, observed: { stock: 42 } },
    { kind: 'think', name: 'think', startMs: from + 1, endMs: from + 6, observed: null },
    { kind: 'write', name: 'write stock', startMs: from + 6, endMs: from + 7, observed: { stock: 41 } },
  ],
  ...fields,
});

describe('the timeline of a witness', () => {
  const { rows, ticks } = witnessTimeline([purchase(17, 100), purchase(23, 100.5)]);

  test('says what each step saw or wrote, and leaves out waits that were none', () => {
    expect(rows.map(({ name, steps }) => [name, steps.map(({ label }) => label)])).toEqual([
      ['order 17', ['read 42', 'think', 'write 41']],
      ['order 23', ['read 42', 'think', 'write 41']],
    ]);
  });

  test('keeps the order of every beginning and end, over both rows', () => {
    const moments = rows.flatMap(({ steps }) => steps.flatMap(({ startMs, endMs, left, width }) => [[startMs, left], [endMs, left + width]] as const));
    for (const [ms, at] of moments) {
      for (const [otherMs, otherAt] of moments) {
        if (ms < otherMs) expect(at).toBeLessThan(otherAt);
      }
    }
  });

  test('gives every step room for its words, and stays within the card', () => {
    const steps = rows.flatMap((row) => row.steps);
    expect(steps.every(({ fits }) => fits)).toBe(true);
    expect(Math.min(...steps.map(({ left }) => left))).toBe(0);
    expect(Math.max(...steps.map(({ left, width }) => left + width))).toBeCloseTo(1);
  });

  test('has an axis from zero in milliseconds', () => {
    expect(ticks[0]).toEqual({ left: 0, label: '0.0 ms' });
    expect(ticks.at(-1)?.label).toBe('7.5 ms');
  });

  test('shows question and answer when no steps were recorded', () => {
    const { rows: bare } = witnessTimeline([purchase(1, 0, { steps: [] })]);
    expect(bare[0]?.steps.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[0, 8]]);
  });

  test('shows forty tries at a lease as one wait', () => {
    const tries = Array.from({ length: 40 }, (_, index): StepRecord[] => [
      { kind: 'acquire', name: 'take the lease', startMs: index * 2, endMs: index * 2 + 1, observed: null },
      ...(index < 39 ? [{ kind: 'wait' as const, name: 'wait to ask again', startMs: index * 2 + 1, endMs: index * 2 + 2, observed: null }] : []),
    ]).flat();
    const steps: StepRecord[] = [...tries, { kind: 'read', name: 'read stock', startMs: 79, endMs: 80, observed: { stock: 5 } }];
    expect(witnessTimeline([purchase(1, 0, { steps })]).rows[0]?.steps.map(({ label }) => label)).toEqual(['take the lease, 40 tries', 'read 5']);
  });

  test('says that a replica stood still while the fault paused it, and of no other gap', () => {
    const steps: StepRecord[] = [
      { kind: 'think', name: 'think', startMs: 0, endMs: 10, observed: null },
      { kind: 'write', name: 'write stock', startMs: 1_000, endMs: 1_001, observed: { stock: 4 } },
      { kind: 'commit', name: 'commit', startMs: 1_050, endMs: 1_051, observed: null },
    ];
    const labels = (pause: { fromMs: number; toMs: number } | null) => witnessTimeline([purchase(1, 0, { steps })], pause).rows[0]?.steps.map(({ label }) => label);
    expect(labels({ fromMs: 11, toMs: 990 })).toEqual(['think', 'stood still', 'write 4', 'commit']);
    expect(labels(null)).toEqual(['think', 'write 4', 'commit']);
    expect(pauseOf({ name: 'kill-replica', step: null, struckMs: 1, mendedMs: 2, told: '' })).toBeNull();
  });

  test('keeps the purchase whose steps are unknown beside the one whose are known', () => {
    const { rows: both } = witnessTimeline([purchase(17, 100), purchase(18, 0, { steps: [], invokedMs: null })]);
    expect(both.map(({ name, steps: { length } }) => [name, length])).toEqual([['order 17', 3], ['order 18', 0]]);
  });

  test('is empty when nothing is known', () => {
    expect(witnessTimeline([])).toEqual({ rows: [], ticks: [] });
    expect(witnessTimeline([purchase(1, 0, { steps: [], invokedMs: null })])).toEqual({ rows: [], ticks: [] });
  });
});
