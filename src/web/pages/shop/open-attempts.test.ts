import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NO_ATTEMPT, type Attempt } from './attempt';
import { forgetOpen, loseOpen, noteOpen, openAttempts, currentAttempt, type OpenAttempt } from './open-attempts';

const ASKED: OpenAttempt = { productId: 1, productName: 'Night train', userId: 'amber-fox-1', key: 'k1', quantity: 2, askedAt: '2026-11-29T17:00:00.000Z', lost: false };
const OPEN: Attempt = { kind: 'open', perhaps: true, sentence: 'The line broke.', key: 'k1', quantity: 2 };

describe('a purchase whose answer is not known', () => {
  const items = new Map<string, string>();
  beforeEach(() => vi.stubGlobal('localStorage', { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, text: string) => items.set(key, text) }));
  afterEach(() => {
    openAttempts.write([]);
    items.clear();
    vi.unstubAllGlobals();
  });

  test('is kept with key and quantity until its answer is known, and only that one is forgotten then', () => {
    noteOpen(ASKED);
    noteOpen({ ...ASKED, key: 'k2', productId: 2 });
    noteOpen({ ...ASKED, lost: true });
    expect(JSON.parse(items.get('stampede.open') ?? '')).toEqual([{ ...ASKED, lost: true }, { ...ASKED, key: 'k2', productId: 2 }]);
    forgetOpen('k1');
    expect(openAttempts.read().map(({ key }) => key)).toEqual(['k2']);
  });

  test('counts as lost after the page is loaded again', () => {
    noteOpen(ASKED);
    loseOpen(() => true);
    expect(openAttempts.read()).toEqual([{ ...ASKED, lost: true }]);
  });

  test('is not made up from foreign data in browser storage', () => {
    for (const text of ['nonsense', '{}', '[null, 1, {"key":"k"}]', JSON.stringify([{ ...ASKED, quantity: 'many' }, { ...ASKED, key: '' }])]) {
      items.set('stampede.open', text);
      expect(openAttempts.read(), text).toEqual([]);
    }
  });

  test('is tried again with the same key and quantity, whatever the page itself remembers', () => {
    for (const last of [NO_ATTEMPT, { kind: 'sold-out', quantity: 1 }, { ...OPEN, key: 'another' }] satisfies Attempt[]) {
      expect(currentAttempt(last, ASKED)).toMatchObject({ kind: 'open', perhaps: true, key: 'k1', quantity: 2 });
    }
    const hidden: Attempt = { ...OPEN, hidden: true };
    expect(currentAttempt(hidden, ASKED)).toBe(hidden);
  });

  test('is over here as well when another tab has its answer', () => {
    expect(currentAttempt(OPEN, null)).toEqual(NO_ATTEMPT);
    const notBought: Attempt = { ...OPEN, perhaps: false };
    expect(currentAttempt(notBought, null)).toBe(notBought);
  });
});
