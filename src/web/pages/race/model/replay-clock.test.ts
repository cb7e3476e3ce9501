import { describe, expect, test } from 'vitest';
import { laneWith } from '@/testing/run-fixtures';
import { raceMoment, replayClock } from './replay-clock';
import { emptyLane } from './run-view';

const lane = (durationMs: number) => ({ ...emptyLane({ strategy: 'naive', repeat: 1 }), report: laneWith({ durationMs }) });

describe('the replay', () => {
  test('takes three to six seconds however long the race was', () => {
    expect(replayClock([lane(40), lane(90)])).toEqual({ raceMs: 90, screenMs: 3_000 });
    expect(replayClock([lane(40_000)]).screenMs).toBe(6_000);
  });

  test('holds at the start, runs to the end of the slowest lane, and is over', () => {
    const clock = replayClock([lane(6_000)]);
    expect(raceMoment(clock, 0)).toBe(0);
    expect(raceMoment(clock, 3_500)).toBe(3_000);
    expect(raceMoment(clock, 6_600)).toBeNull();
  });

  test('is over at once when nothing has run', () => {
    expect(raceMoment(replayClock([]), 0)).toBeNull();
  });
});
