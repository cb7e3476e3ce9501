import { describe, expect, it } from 'vitest';
import { formatSchedule, MAX_MOVES, parseSchedule, switchesIn } from './schedule';

describe('a schedule token', () => {
  it('is read and written back', () => {
    for (const token of ['', 'A', 'A.B.A.B', 'A.T.D.C']) {
      const moves = parseSchedule(token);
      if (typeof moves === 'string') throw new Error(moves);
      expect(formatSchedule(moves)).toBe(token);
    }
    expect(parseSchedule(' a.b ')).toEqual(['A', 'B']);
  });

  it('is refused with the position of the mistake', () => {
    expect(parseSchedule('A.X')).toContain("move 2 of the schedule is 'X'");
    expect(parseSchedule('A..B')).toContain("move 2 of the schedule is ''");
    expect(parseSchedule('AB')).toContain("move 1 of the schedule is 'AB'");
    expect(parseSchedule(Array.from({ length: MAX_MOVES + 1 }, () => 'A').join('.'))).toContain('at most 500 moves');
  });

  it('counts the switches between buyers, and time passing is not one', () => {
    expect(switchesIn([])).toBe(0);
    expect(switchesIn(['A', 'A', 'B'])).toBe(1);
    expect(switchesIn(['A', 'T', 'A', 'B', 'A'])).toBe(2);
  });
});
