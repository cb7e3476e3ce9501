import { describe, expect, it } from 'vitest';
import { purchase } from '@/testing/evidence';
import type { Answer } from './buy';
import { LatencyHistogram } from './latency-histogram';
import { repeatSeed, seededRandom, shuffled } from '@/domain/random';
import { Recorder } from './recorder';
import { laneSeries } from './series';

const buyer = { index: 0, buyerId: 'b', quantity: 2, thinkMs: 0, arrivalMs: 0 };
const sold = (remaining: number): Answer => ({ outcome: 'confirmed', orderId: 1, remaining, attempts: 3, lockWaits: 1, replica: 0, steps: [] });

describe('the recorder', () => {
  it('counts units, oversell, tries and goodput up to the last sale', () => {
    const recorder = new Recorder(3);
    for (const [remaining, returnedMs] of [[1, 100], [-1, 500]] as const) {
      recorder.depart({ intendedMs: 0, invokedMs: 0 });
      recorder.arrive(buyer, sold(remaining), { intendedMs: 0, invokedMs: 0, returnedMs });
    }
    recorder.depart({ intendedMs: 0, invokedMs: 5 });
    recorder.arrive(buyer, { ...sold(0), outcome: 'sold-out', attempts: 1 }, { intendedMs: 0, invokedMs: 5, returnedMs: 2_000 });
    expect(recorder.counts(2_000)).toMatchObject({
      confirmed: 2, soldOut: 1, unitsSold: 4, oversold: 1, stock: -1, attempts: 7, lockWaits: 3, inFlight: 0, goodputPerSecond: 8,
    });
    expect(recorder.lateStartMs).toBe(5);
    expect(recorder.latencyMs().max).toBeGreaterThan(1_990);
    expect(recorder.soldLatencyMs().max).toBeLessThan(501);
  });
});

describe('latency histograms', () => {
  it('merge, so that a percentile is of all values and never of percentiles', () => {
    const [fast, slow, merged] = [new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram()];
    for (let index = 0; index < 99; index++) fast.record(1);
    slow.record(1_000);
    merged.merge(fast);
    merged.merge(slow);
    expect(merged.summary().p50).toBeCloseTo(1, 1);
    expect(merged.summary().p95).toBeCloseTo(1, 1);
    expect(merged.summary().max).toBeGreaterThan(990);
  });

  it('say zero when nothing was recorded', () => {
    expect(new LatencyHistogram().summary()).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
  });
});

describe('the series of a lane', () => {
  it('starts with the full stock, ends with every answer, and never goes back', () => {
    const purchases = Array.from({ length: 300 }, (_unused, index) =>
      purchase({ outcome: index < 200 ? 'confirmed' : 'sold-out', remaining: 199 - index, returnedMs: index * 3 }),
    );
    const series = laneSeries(purchases, 200, 900);
    expect(series[0]).toMatchObject({ tMs: 0, stock: 199 });
    expect(series.at(-1)).toEqual({ tMs: 900, unitsSold: 200, soldOut: 100, gaveUp: 0, unknown: 0, stock: 0 });
    expect(series.length).toBeLessThanOrEqual(122);
    expect(series.map(({ unitsSold }) => unitsSold)).toEqual([...series.map(({ unitsSold }) => unitsSold)].sort((a, b) => a - b));
  });

  it('is a single point for a lane without buyers', () => {
    expect(laneSeries([], 5, 0)).toEqual([{ tMs: 0, unitsSold: 0, soldOut: 0, gaveUp: 0, unknown: 0, stock: 5 }]);
  });
});

describe('seeded chance', () => {
  it('repeats itself, shuffles without loss, and derives other seeds for repeats', () => {
    const [one, two] = [seededRandom(42), seededRandom(42)];
    expect([one(), one(), one()]).toEqual([two(), two(), two()]);
    expect(shuffled([1, 2, 3, 4, 5], seededRandom(1)).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(repeatSeed(9, 1)).toBe(9);
    expect(new Set([1, 2, 3, 4].map((repeat) => repeatSeed(9, repeat))).size).toBe(4);
  });
});
