import { describe, expect, test } from 'vitest';
import { afterHeader, sideBySide, type DiffLine } from './line-diff';

const show = (lines: readonly DiffLine[]) => lines.map((line) => (line.kind === 'gap' ? '.' : `${line.kind === 'same' ? '=' : '*'}${line.index}`)).join(' ');
const diff = (left: string[], right: string[]) => {
  const sides = sideBySide(left, right);
  return [show(sides.left), show(sides.right)];
};

describe('side by side', () => {
  test('sets what is the same opposite each other', () => {
    expect(diff(['a', 'b', 'c'], ['a', 'x', 'y', 'c'])).toEqual(['=0 *1 . =2', '=0 *1 *2 =3']);
  });

  test('does not call a deeper indentation a change', () => {
    expect(diff(['a', 'b'], ['  a', '  b'])).toEqual(['=0 =1', '=0 =1']);
  });

  test('keeps every line of both files once', () => {
    expect(diff(['a', 'b'], ['c'])).toEqual(['*0 *1', '*0 .']);
    expect(diff([], ['a'])).toEqual(['.', '*0']);
    expect(diff(['a'], [])).toEqual(['*0', '.']);
    expect(diff([], [])).toEqual(['', '']);
  });
});

test('the code begins after the comment that opens the file', () => {
  expect(afterHeader(['/**', ' * Idea: x', ' */', 'code'])).toBe(3);
  expect(afterHeader(['code'])).toBe(0);
});
