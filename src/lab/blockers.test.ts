import { describe, expect, it } from 'vitest';
import { waitsForOthers } from './blockers';

describe('which sessions wait for one that can move', () => {
  it('all that queue behind a session that does not wait itself', () => {
    expect(waitsForOthers(new Map([[2, [1]], [3, [2]]]))).toEqual(new Set([2, 3]));
  });

  it('none in a cycle', () => {
    expect(waitsForOthers(new Map([[1, [2]], [2, [1]]]))).toEqual(new Set());
    expect(waitsForOthers(new Map([[1, [2]], [2, [3]], [3, [1]]]))).toEqual(new Set());
  });

  it('not one that waits only for a cycle, but one that waits for another session as well', () => {
    expect(waitsForOthers(new Map([[1, [2]], [2, [1]], [3, [1]]]))).toEqual(new Set());
    expect(waitsForOthers(new Map([[1, [2]], [2, [1, 9]]]))).toEqual(new Set([1, 2]));
  });
});
