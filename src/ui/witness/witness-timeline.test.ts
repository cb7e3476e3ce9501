import { describe, expect, test } from 'vitest';
import type { WitnessPurchase } from '@/domain/anomaly';
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
    { name: 'wait for a connection', startMs: from - 0.01, endMs: from, observed: null },
    { name: 'read stock', startMs: from, endMs: from + 1, observed: { stock: 42 } },
    { name: 'think', startMs: from + 1, endMs: from + 6, observed: null },
    { name: 'write stock', startMs: from + 6, endMs: from + 7, observed: { stock: 41 } },
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

  test('is empty when nothing is known', () => {
    expect(witnessTimeline([])).toEqual({ rows: [], ticks: [] });
    expect(witnessTimeline([purchase(1, 0, { steps: [], invokedMs: null })])).toEqual({ rows: [], ticks: [] });
  });
});
