import { expect, test } from 'vitest';
import { axisTime, count, duration, inColumn, inWords, listed, perSecond, plural, shortCount } from './format';

test('numbers read as a person says them', () => {
  expect(count(12_345)).toBe('12,345');
  expect(shortCount(123_456)).toBe('123k');
  expect([0, 4.25, 212.4, 1_420, 12_345].map(duration)).toEqual(['0 ms', '4.3 ms', '212 ms', '1.42 s', '12.3 s']);
  expect([0, 200, 1_500, 2_000].map(axisTime)).toEqual(['0', '200 ms', '1.5 s', '2 s']);
  expect([0.84, 7, 1_140].map(perSecond)).toEqual(['0.8/s', '7/s', '1,140/s']);
  expect([plural(1, 'buyer'), plural(2, 'buyer'), plural(2, 'strategy', 'strategies')]).toEqual(['1 buyer', '2 buyers', '2 strategies']);
  expect([inWords(4), inWords(12)]).toEqual(['four', '12']);
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
});

test('every number of a column is as wide as the next', () => {
  expect([inColumn('0'), inColumn('912')].map(({ length }) => length)).toEqual([6, 6]);
});
