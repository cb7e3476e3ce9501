import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptAfter, type Attempt } from './attempt';
import { attemptWords, buttonWords } from './attempt-words';
import type { ShopOrder } from '@/web/parts/products/product';
import { askToBuy, readAnswer } from './purchase-request';

const ORDER: ShopOrder = { id: 17, productId: 1, productName: 'Concert ticket', userId: 'amber-fox-1', quantity: 1, unitPrice: '49.00', totalPrice: '49.00', remaining: 3, createdAt: '2026-11-29T17:00:00.000Z' };
const WISH = { productId: 1, userId: 'amber-fox-1', quantity: 2, key: 'k1' };
const fault = (code: string, message: string, details?: unknown) => ({ error: { code, message, ...(details === undefined ? {} : { details }) } });
const said = (attempt: Attempt) => {
  const words = attemptWords(attempt);
  return words && `${words.title} ${words.more}`;
};
const afterAnswer = (...answer: Parameters<typeof readAnswer>) => attemptAfter(readAnswer(...answer), WISH, 1_000);

describe('an answer of the shop', () => {
  test('that confirms gives order number, price and what was left', () => {
    expect(said(afterAnswer(200, new Headers(), { order: ORDER }))).toBe('You got it. Order 17, 49.00. 3 were left after it.');
    expect(said(afterAnswer(200, new Headers(), { order: { ...ORDER, quantity: 2, totalPrice: '98.00', remaining: 0 } }))).toBe('You got it. Order 17, 2 for 98.00. It was the last one.');
    expect(said(afterAnswer(200, new Headers(), { order: { ...ORDER, remaining: null } }))).toBe('You got it. Order 17, 49.00.');
  });

  test('that is sold out says that nothing was bought, and of several that fewer may be left', () => {
    expect(said(attemptAfter(readAnswer(409, new Headers(), fault('sold_out', '')), { ...WISH, quantity: 1 }, 0))).toBe('Sold out. Another buyer was quicker. You bought nothing and pay nothing.');
    expect(said(afterAnswer(409, new Headers(), fault('sold_out', '')))).toContain('There are no 2 left.');
  });

  test('that one goes too fast says whose limit it is and until when', () => {
    const headers = new Headers({ 'retry-after': '32', 'ratelimit-limit': '5' });
    const own = afterAnswer(429, headers, fault('too_many_purchases', '', [{ name: 'user', expected: 'at most 5 purchases in 60 seconds' }]));
    expect(own).toEqual({ kind: 'too-fast', limit: { tier: 'user', limit: 5, windowS: 60, untilMs: 33_000 } });
    expect(said(own)).toBe('You are going too fast. 5 purchases in 60 seconds: that is your own limit. Nothing was bought.');
    expect(said(afterAnswer(429, new Headers(), fault('too_many_purchases', '', [{ name: 'ip', expected: '' }])))).toContain('from your network');
    expect(said(afterAnswer(429, new Headers(), fault('too_many_calls', '')))).toContain('from your network');
  });

  test('distinguishes what was certainly not bought from what is unknown; both can be tried again with the same key', () => {
    expect(afterAnswer(503, new Headers(), fault('gave_up', 'Busy. Nothing was bought.'))).toEqual({ kind: 'open', perhaps: false, sentence: 'Busy. Nothing was bought.', key: 'k1', quantity: 2 });
    for (const [status, body] of [[500, fault('outcome_unknown', '')], [502, null], [503, '<html>'], [200, {}], [200, null]] as const) {
      const attempt = afterAnswer(status, new Headers(), body);
      expect(attempt, String(status)).toMatchObject({ kind: 'open', perhaps: true, key: 'k1' });
      expect(said(attempt)).toContain('It may have been bought. Try again asks for the same order');
    }
    expect(afterAnswer(422, new Headers(), fault('idempotency_mismatch', 'Another purchase.'))).toEqual({ kind: 'refused', sentence: 'Another purchase.' });
  });

  test('to a later try that did nothing leaves an earlier one as open as it was', () => {
    const earlier = { ...WISH, perhaps: true };
    for (const [status, code] of [[503, 'gave_up'], [429, 'too_many_purchases'], [500, 'outcome_unknown']] as const) {
      const attempt = attemptAfter(readAnswer(status, new Headers(), fault(code, 'Nothing was bought.')), earlier, 0);
      expect(attempt, code).toMatchObject({ kind: 'open', perhaps: true, key: 'k1', quantity: 2 });
      expect(said(attempt), code).not.toContain('Nothing was bought');
    }
    expect(attemptAfter(readAnswer(200, new Headers(), { order: ORDER }), earlier, 0).kind).toBe('bought');
  });

  test('that does not come leaves the result unknown, and the request had its key', async () => {
    const calls: RequestInit[] = [];
    const answer = await askToBuy(WISH, (_url, init) => {
      calls.push(init ?? {});
      return Promise.reject(new TypeError('network'));
    });
    expect(answer.kind).toBe('unknown');
    expect(new Headers(calls[0]?.headers).get('idempotency-key')).toBe('k1');
    expect(calls[0]?.body).toBe('{"productId":1,"userId":"amber-fox-1","quantity":2}');
  });

  test('whatever it holds never says bought without an order, and never throws', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.jsonValue(), fc.string(), (status, body, retryAfter) => {
        const headers = new Headers();
        if (/^[\x21-\x7e]+$/.test(retryAfter)) headers.set('retry-after', retryAfter);
        const answer = readAnswer(status, headers, body);
        if (answer.kind === 'bought') expect(answer.order).toBeTruthy();
        if (answer.kind === 'too-fast') expect(answer.retryAfterS).toBeGreaterThanOrEqual(1);
        expect(attemptAfter(answer, WISH, 0).kind).not.toBe('buying');
      }),
    );
  });
});

describe('the button', () => {
  const level = { secondsLeft: 0, stock: 9, quantity: 1 };
  test('says itself what it does, or why it does nothing', () => {
    expect(buttonWords({ kind: 'none' }, level)).toBe('Buy');
    expect(buttonWords({ kind: 'none' }, { ...level, quantity: 3 })).toBe('Buy 3');
    expect(buttonWords({ kind: 'buying', key: 'k', quantity: 1 }, { ...level, stock: 0 })).toBe('Buying…');
    expect(buttonWords({ kind: 'none' }, { ...level, stock: 0 })).toBe('Sold out');
    expect(buttonWords({ kind: 'none' }, { ...level, stock: 0, quantity: 4 })).toBe('Sold out');
    expect(buttonWords({ kind: 'none' }, { ...level, stock: 3, quantity: 4 })).toBe('No 4 left');
    expect(buttonWords({ kind: 'none' }, { ...level, secondsLeft: 32 })).toBe('Wait 32 s');
    // An order that is perhaps made already is asked for again, whatever is left.
    expect(buttonWords(afterAnswer(500, new Headers(), null), { ...level, stock: 0, secondsLeft: 9 })).toBe('Try again');
  });
});
