import { describe, expect, test } from 'vitest';
import { eventsOf, laneWith, oversoldLane, planWith, reportOf } from '@/testing/run-fixtures';
import { runView } from './run-view';
import { roundUp, ticksTo } from '@/web/parts/axis-scale';
import { trackUnits } from './track-scale';

describe('the scale of the track', () => {
  test('rounds up to a number that reads well', () => {
    expect([0, 1, 2, 101, 104, 912, 1_000, 99_999].map(roundUp)).toEqual([1, 1, 2, 125, 125, 1_000, 1_000, 100_000]);
  });

  test.each([1, 2, 7, 100, 125, 150, 912, 1_000, 5_890, 100_000])('has a few whole ticks from zero to %i', (max) => {
    const ticks = ticksTo(max);
    expect(ticks[0]).toBe(0);
    expect(ticks.every((tick) => Number.isInteger(tick) && tick <= max)).toBe(true);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });

  test('does not change while a flood runs within ten times the stock', () => {
    const plan = planWith();
    const before = trackUnits(null, plan);
    const running = runView('run', eventsOf({ kind: 'started', plan, laneOrder: [] }));
    expect(trackUnits(running, plan)).toBe(before);
  });

  test('never cuts off a bar', () => {
    const view = runView('run', eventsOf({ kind: 'finished', report: reportOf([oversoldLane({ unitsSold: 1_000, oversold: 900 })]) }));
    expect(trackUnits(view, planWith())).toBe(1_000);
  });

  test('leaves room for a word beside an exact lane', () => {
    const view = runView('run', eventsOf({ kind: 'finished', report: reportOf([laneWith()]) }));
    expect(trackUnits(view, planWith())).toBe(150);
  });
});
