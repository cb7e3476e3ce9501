import { describe, expect, it } from 'vitest';
import { joinUrls, qrPath } from './join';

describe('where phones find the shop', () => {
  it('is the name that the page was opened with, unless that means the machine itself', () => {
    expect(joinUrls('http://stampede.school:3000', ['http://10.0.0.5:3000'])).toEqual(['http://stampede.school:3000/shop']);
    for (const own of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) expect(joinUrls(own, ['http://10.0.0.5:3000'])).toEqual(['http://10.0.0.5:3000/shop']);
  });

  it('is drawn as a code of a whole number of squares, with three finder patterns inside a quiet border of four', () => {
    const { path, size } = qrPath('http://10.0.0.5:3000/shop');
    // Version n has 17 + 4n squares a side.
    expect((size - 8 - 17) % 4).toBe(0);
    const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${String(x)},${String(y)}`));
    const isDark = (x: number, y: number) => dark.has(`${x},${y}`);
    const last = size - 1;
    for (let i = 0; i < size; i++) for (const edge of [0, 1, 2, 3]) expect([isDark(i, edge), isDark(edge, i), isDark(i, last - edge), isDark(last - edge, i)]).not.toContain(true);
    for (const [left, top] of [[4, 4], [last - 10, 4], [4, last - 10]] as const) {
      const ring = Array.from({ length: 7 }, (_, i) => [isDark(left + i, top), isDark(left, top + i), isDark(left + i, top + 6), isDark(left + 6, top + i)]).flat();
      expect(ring).not.toContain(false);
      expect(isDark(left + 1, top + 1)).toBe(false);
    }
  });
});
