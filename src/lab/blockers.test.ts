import { describe, expect, it } from 'vitest';
import { waitsForOthers } from './blockers';

describe('who waits for somebody who can move', () => {
  it('is everybody behind a session that does not wait itself', () => {
    expect(waitsForOthers(new Map([[2, [1]], [3, [2]]]))).toEqual(new Set([2, 3]));
  });

  it('is nobody in a ring', () => {
    expect(waitsForOthers(new Map([[1, [2]], [2, [1]]]))).toEqual(new Set());
    expect(waitsForOthers(new Map([[1, [2]], [2, [3]], [3, [1]]]))).toEqual(new Set());
  });

  it('is not whoever waits for a ring alone, and is whoever waits for somebody else as well', () => {
    expect(waitsForOthers(new Map([[1, [2]], [2, [1]], [3, [1]]]))).toEqual(new Set());
    expect(waitsForOthers(new Map([[1, [2]], [2, [1, 9]]]))).toEqual(new Set([1, 2]));
  });
});
