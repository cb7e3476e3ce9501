import { describe, expect, test } from 'vitest';
import { countsWith, laneWith, oversoldLane } from '@/testing/run-fixtures';
import { figuresAt, laneFigures } from './lane-figures';
import { laneTag } from './lane-tag';
import { emptyLane, type LaneView } from './run-view';

const waiting = emptyLane({ strategy: 'naive', repeat: 1 });
const finished = (report = laneWith()): LaneView => ({ ...waiting, state: 'finished', report, series: report.series });

describe('the numbers on a lane', () => {
  test('are dashes before it runs', () => {
    expect(laneFigures(waiting)).toMatchObject({ sold: 0, soldOut: null, p95Ms: null, goodputPerSecond: null, retries: null });
  });

  test('count as retries only tries beyond the answers', () => {
    const counts = countsWith({ confirmed: 10, soldOut: 5, attempts: 22, lockWaits: 30 });
    expect(laneFigures({ ...waiting, counts })).toMatchObject({ retries: 7, lockWaits: 30 });
    expect(laneFigures({ ...waiting, counts: countsWith({ confirmed: 10, attempts: 4 }) }).retries).toBe(0);
  });

  test('grow evenly between two points of a replay and end as reported', () => {
    const lane = finished();
    expect(figuresAt(lane, 0, 100)).toMatchObject({ sold: 0, soldOut: 0 });
    expect(figuresAt(lane, 50, 100).sold).toBe(25);
    expect(figuresAt(lane, 300, 100)).toMatchObject({ sold: 75, soldOut: 450 });
    expect(figuresAt(lane, 9_999, 100)).toEqual(laneFigures(lane));
  });

  test('show an oversell in a replay the moment the stock is passed', () => {
    const lane = finished(oversoldLane({ series: [{ tMs: 100, unitsSold: 912, soldOut: 0, gaveUp: 0, unknown: 0, stock: 80 }] }));
    expect(figuresAt(lane, 10, 100).oversold).toBe(0);
    expect(figuresAt(lane, 50, 100).oversold).toBe(356);
  });
});

describe('the word beside a bar', () => {
  const tag = (lane: LaneView, available = 100) => laneTag(lane, laneFigures(lane), available).text;

  test('says what the bar means', () => {
    expect(tag(waiting)).toBe('waiting');
    expect(tag(finished())).toBe('exact');
    expect(tag(finished(oversoldLane()))).toBe('812 oversold');
    expect(tag(finished(laneWith({ unitsSold: 68 })))).toBe('32 left unsold');
    expect(tag(finished(laneWith({ verdict: 'undecided' })))).toBe('undecided');
    expect(tag(finished(laneWith({ verdict: 'violated', lostUpdates: 3 })))).toBe('3 lost updates');
    expect(tag({ ...waiting, state: 'stopped' })).toBe('stopped');
  });

  test('does not say exact alone where a buyer never learned the outcome, nor where the fault never struck', () => {
    expect(tag(finished(laneWith({ unknown: 1 })))).toBe('exact, 1 unknown');
    expect(tag(finished(laneWith({ unknown: 2, verdict: 'undecided' })))).toBe('exact, 2 unknown');
    expect(tag(finished(laneWith({ unknown: 2, verdict: 'undecided', unitsSold: 90 })))).toBe('undecided, 2 unknown');
    const fault = { name: 'pause-holder', step: null, struckMs: null, mendedMs: null, told: '' };
    expect(tag(finished(laneWith({ fault })))).toBe('not put to the test');
  });

  test('calls fewer units exact when fewer were asked for', () => {
    expect(tag(finished(laneWith({ unitsSold: 40 })), 40)).toBe('exact');
  });
});
