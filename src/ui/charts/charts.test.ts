import { describe, expect, test } from 'vitest';
import { eventsOf, laneWith, oversoldLane, planWith, reportOf } from '@/testing/run-fixtures';
import { runView } from '@/ui/model/run-view';
import { axisEnd, correctnessRows, goodputRows, latencyRows, shareOfP95 } from './bar-rows';
import { chartLanes } from './chart-lane';
import { lastMoment, lineLabels, stockRows } from './stock-lines';

const titleOf = (id: string) => id.toUpperCase();
const lanesOf = (...lanes: Parameters<typeof reportOf>[0]) => chartLanes(runView('run', eventsOf({ kind: 'finished', report: reportOf(lanes) })), titleOf);

describe('the lanes of a chart', () => {
  test('are none without a run, and none before anybody was answered', () => {
    expect(chartLanes(null, titleOf)).toEqual([]);
    const started = eventsOf({ kind: 'started', plan: planWith(), laneOrder: [{ strategy: 'naive', repeat: 1 }] });
    expect(chartLanes(runView('run', started), titleOf)).toEqual([]);
  });

  test('are red only when they are wrong, and otherwise told apart by their dashes', () => {
    const [naive, first, second] = lanesOf(oversoldLane(), laneWith(), laneWith({ strategy: 'redlock' }));
    expect([naive?.color, first?.color, second?.color]).toEqual(['var(--bad)', 'var(--safe)', 'var(--safe)']);
    expect(first?.dash).not.toBe(second?.dash);
  });

  test('begin with full shelves at zero', () => {
    expect(lanesOf(laneWith())[0]?.series[0]).toMatchObject({ tMs: 0, stock: 100 });
    expect(lanesOf(laneWith({ series: [] }))[0]?.series).toHaveLength(1);
  });
});

describe('stock over time', () => {
  test('keeps every point of every lane, in order of time, and invents none', () => {
    const rows = stockRows(lanesOf(oversoldLane({ series: [{ tMs: 200, unitsSold: 9, soldOut: 0, gaveUp: 0, unknown: 0, stock: 91 }] }), laneWith()));
    expect(rows).toEqual([
      { tMs: 0, 'naive 1': 100, 'for-update 1': 100 },
      { tMs: 100, 'for-update 1': 50 },
      { tMs: 200, 'naive 1': 91 },
      { tMs: 500, 'for-update 1': 0 },
    ]);
  });

  test('ends its axis with the last lane, and has one without any', () => {
    expect(lastMoment(lanesOf(laneWith()))).toBe(500);
    expect(lastMoment([])).toBe(1_000);
  });

  test('puts each name on its own line at a height of its own', () => {
    const quick = laneWith({ strategy: 'quick', series: [{ tMs: 50, unitsSold: 100, soldOut: 0, gaveUp: 0, unknown: 0, stock: 0 }] });
    const labels = lineLabels(lanesOf(laneWith(), quick), 100);
    expect(labels.map(({ text }) => text)).toEqual(['QUICK', 'FOR-UPDATE']);
    const [low, high] = labels;
    expect(low?.stock).toBeCloseTo(10);
    expect(low?.tMs).toBeCloseTo(45);
    expect(high?.stock).toBeCloseTo(88);
  });

  test('has no names for lines that are not there', () => {
    expect(lineLabels([], 100)).toEqual([]);
    expect(lineLabels(lanesOf(laneWith({ series: [] })), 100)).toEqual([]);
  });
});

describe('the bars', () => {
  test('tell oversold and lost apart, and say none where there are none', () => {
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
