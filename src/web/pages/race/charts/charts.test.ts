import { describe, expect, test } from 'vitest';
import { countsWith, eventsOf, laneWith, oversoldLane, planWith, reportOf } from '@/testing/run-fixtures';
import { runView } from '@/web/pages/race/model/run-view';
import { axisEnd } from '@/web/parts/axis-scale';
import { correctnessRows, goodputRows, latencyRows, shareOfP95 } from './bar-rows';
import { chartLanes } from './chart-lane';
import { boundWords } from './bound-words';
import { chartRem } from './chart-size';
import { ghostRows } from './ghost-rows';
import { areaPath, faultMarks, lastMoment, linePath } from './stock-shape';

const titleOf = (id: string) => id.toUpperCase();
const lanesOf = (...lanes: Parameters<typeof reportOf>[0]) => chartLanes(runView('run', eventsOf({ kind: 'finished', report: reportOf(lanes) })), titleOf);

describe('the lanes of a chart', () => {
  test('are none without a run, and none before anybody was answered', () => {
    expect(chartLanes(null, titleOf)).toEqual([]);
    const started = eventsOf({ kind: 'started', plan: planWith(), laneOrder: [{ strategy: 'naive', repeat: 1 }] });
    expect(chartLanes(runView('run', started), titleOf)).toEqual([]);
  });

  test('are red only when they are wrong', () => {
    const [naive, right] = lanesOf(oversoldLane(), laneWith());
    expect([naive?.color, right?.color]).toEqual(['var(--bad)', 'var(--safe)']);
  });

  test('keep their places from the first answer on, also those that wait', () => {
    const refs = ['naive', 'for-update'].map((strategy) => ({ strategy, repeat: 1 }));
    const events = eventsOf(
      { kind: 'started', plan: planWith(), laneOrder: refs },
      { kind: 'lane-progress', lane: { strategy: 'for-update', repeat: 1 }, counts: countsWith() },
    );
    const lanes = chartLanes(runView('run', events), titleOf);
    expect(lanes.map(({ title, begun }) => [title, begun])).toEqual([['NAIVE', false], ['FOR-UPDATE', true]]);
    for (const rows of [correctnessRows(lanes), goodputRows(lanes), latencyRows(lanes)]) expect(rows).toHaveLength(2);
    expect(latencyRows(lanes)[0]?.label).toBeNull();
  });

  test('begin with the full stock at zero', () => {
    expect(lanesOf(laneWith())[0]?.series[0]).toMatchObject({ tMs: 0, stock: 100 });
    expect(lanesOf(laneWith({ series: [] }))[0]?.series).toHaveLength(1);
  });
});

describe('stock over time', () => {
  const points = [
    { tMs: 0, value: 100 },
    { tMs: 250, value: 50 },
    { tMs: 500, value: -3 },
  ];

  test('is a line through every point that was seen, never below the floor', () => {
    expect(linePath(points, 500, 100)).toBe('M0 0L500 50L1000 100');
    expect(areaPath(points, 500, 100)).toBe('M0 0L500 50L1000 100L1000 100L0 100Z');
  });

  test('is no line with fewer than two points', () => {
    expect(linePath(points.slice(0, 1), 500, 100)).toBe('');
    expect(areaPath([], 500, 100)).toBe('');
  });

  test('ends its axis with the last lane, and has one without any', () => {
    expect(lastMoment(lanesOf(laneWith()))).toBe(500);
    expect(lastMoment([])).toBe(1_000);
  });

  test('marks when a fault struck and when it was mended, inside the axis', () => {
    const fault = { name: 'pause-holder', step: 'think', struckMs: 100, mendedMs: 900, told: '' };
    const [lane] = lanesOf(laneWith({ fault }));
    expect(lane && faultMarks(lane, 500)).toEqual([{ share: 0.2, kind: 'struck' }, { share: 1, kind: 'mended' }]);
    const [never] = lanesOf(laneWith({ fault: { ...fault, struckMs: null, mendedMs: null } }));
    expect(never && faultMarks(never, 500)).toEqual([]);
  });
});

describe('ghost stock', () => {
  test('has a row for a lane that counts in Redis, with its peak and its end, and none for the others', () => {
    const ghosts = laneWith({ strategy: 'redis-lua', ghostSeries: [{ tMs: 10, units: 7 }, { tMs: 90, units: 0 }] });
    expect(ghostRows(lanesOf(laneWith(), ghosts)).map(({ lane, peak, left }) => [lane.title, peak, left])).toEqual([['REDIS-LUA', 7, 0]]);
  });
});

describe('a chart', () => {
  test('is as high for one lane as for five, and has room for a line of each of twenty-two', () => {
    expect(chartRem(1)).toBe(chartRem(5));
    expect(chartRem(22) / 22).toBeGreaterThan(1.5);
  });
});

describe('what repeats say', () => {
  test('is a bound where nothing was seen, and a count where something was', () => {
    expect(boundWords({ strategy: 'x', floods: 10, violated: 0, rateUpperBound95: 0.2589 })).toBe('No violation in 10 floods: with 95 % confidence, fewer than 25.9 % of such floods violate it.');
    expect(boundWords({ strategy: 'x', floods: 10, violated: 9, rateUpperBound95: null })).toBe('Violated in 9 of 10 floods.');
  });
});

describe('the bars', () => {
  test('distinguish oversold and lost, and say none where there are none', () => {
    expect(correctnessRows(lanesOf(oversoldLane(), laneWith(), laneWith({ strategy: 'redlock', lostSales: 32 })))).toMatchObject([
      { value: 812, wrong: 812, label: '812 oversold' },
      { value: 0, wrong: 0, label: 'none' },
      { value: 32, wrong: 0, label: '32 lost' },
    ]);
  });

  test('count goodput that was oversold as wrong, whole', () => {
    expect(goodputRows(lanesOf(oversoldLane(), laneWith())).map(({ value, wrong }) => [value, wrong])).toEqual([
      [200, 200],
      [200, 0],
    ]);
  });

  test('do not call goodput wrong that sold no more than there was, whatever else went wrong', () => {
    expect(goodputRows(lanesOf(oversoldLane({ oversold: 0, unitsSold: 90 })))[0]?.wrong).toBe(0);
  });

  test('span from the median to the 99th percentile', () => {
    const [row] = latencyRows(lanesOf(laneWith({ latencyMs: { p50: 10, p95: 40, p99: 60, max: 80 } })));
    expect(row?.range).toEqual([10, 60]);
    expect(row && shareOfP95(row)).toBeCloseTo(0.6);
  });

  test('do not divide by nothing', () => {
    expect(shareOfP95({ p50: 5, p95: 5, p99: 5 })).toBe(0.5);
    expect(axisEnd([])).toBe(1);
    expect(axisEnd([0, 0])).toBe(1);
  });
});
