import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buyerNamed, madeUpName, tidyName } from './buyer-name';
import { mosaicOf } from './mosaic';
import { fullness, leftWords, stockState } from '@/web/parts/products/stock-words';

describe('a buyer', () => {
  test('is called by a made-up name, and has an id that differs for two of the same name', () => {
    expect(madeUpName(() => 0)).toBe('Amber Badger');
    expect(buyerNamed('Amber Fox', '7f3a')).toEqual({ name: 'Amber Fox', userId: 'amber-fox-7f3a' });
    expect(buyerNamed('  Zoë \u0000 d\'Arc ', '01').userId).toBe('zoë-d-arc-01');
    expect(buyerNamed('!!!', '01').userId).toBe('buyer-01');
  });

  test('of whatever name has an id that the shop takes', () => {
    // What the shop asks of a user id.
    const PLAIN_TEXT = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (typed) => {
        const { name, userId } = buyerNamed(typed, '7f3a');
        expect(userId).toMatch(PLAIN_TEXT);
        expect(userId.length).toBeLessThanOrEqual(64);
        expect(tidyName(name)).toBe(name);
      }),
    );
  });
});

describe('what is left', () => {
  test.each([
    [0, 100, 'sold-out'],
    [1, 100, 'last-one'],
    [10, 100, 'few'],
    [11, 100, 'plenty'],
    [5, 8, 'few'],
    [6, 8, 'plenty'],
    // Something that was never more than one is the last one all the same.
    [1, 1, 'last-one'],
  ])('%d of %d is %s', (stock, initialStock, state) => {
    expect(stockState(stock, initialStock)).toBe(state);
  });

  test('shows in the bar as long as there is any, and never runs over it', () => {
    expect([fullness(0, 100), fullness(1, 100_000), fullness(50, 100), fullness(120, 100), fullness(3, 0)]).toEqual([0, 0.01, 0.5, 1, 1]);
    expect([leftWords(37, 100), leftWords(120, 100), leftWords(0, 0)]).toEqual(['37 of 100 left', '120 left', '0 left']);
  });
});

describe('the picture of a product', () => {
  test('is always the same for the same product, and another for another', () => {
    expect(mosaicOf('1 Concert ticket')).toEqual(mosaicOf('1 Concert ticket'));
    const pictures = Array.from({ length: 60 }, (_, id) => JSON.stringify(mosaicOf(`${id} Thing`)));
    expect(new Set(pictures).size).toBe(60);
  });
});
