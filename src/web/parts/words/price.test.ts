import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cents, price, times } from './price';

describe('a price', () => {
  test.each([
    ['49.00', '49.00'],
    ['0.1', '0.10'],
    ['1234567.5', '1,234,567.50'],
    // A float would show 9,007,199,254,740,992.00 and 90,071,992,547,409,920.00.
    ['9007199254740993.01', '9,007,199,254,740,993.01'],
    ['90071992547409911.23', '90,071,992,547,409,911.23'],
  ])('%s is shown as %s, digit for digit', (stored, shown) => {
    expect(price(stored)).toBe(shown);
  });

  test('of whatever size is shown with the very digits that are stored', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 99 }), (whole, hundredths) => {
        const stored = `${whole.toString()}.${String(hundredths).padStart(2, '0')}`;
        expect(price(stored).replaceAll(',', '')).toBe(stored);
        expect(cents(stored)).toBe(whole * 100n + BigInt(hundredths));
      }),
    );
  });

  test('times a quantity is exact where floats are not', () => {
    expect(times(3, '19.99')).toBe('59.97');
    expect(times(3, '0.1')).toBe('0.30');
    expect(times(5, '0.01')).toBe('0.05');
    expect(() => times(2, 'free')).toThrow("'free' is no amount of money");
  });
});
