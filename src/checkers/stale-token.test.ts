import { describe, expect, it } from 'vitest';
import { goodSale, order } from '@/testing/evidence';
import { staleToken } from './stale-token';

const sale = goodSale(5, 0);
const written = (...tokens: (number | null)[]) => ({ ...sale, orders: tokens.map((fencingToken, index) => order({ id: index + 1, buyerId: `b${index}`, fencingToken })) });

describe('a stale token', () => {
  it('is a write that was accepted after one with a newer token', () => {
    expect(staleToken(written(3, 5, 4, 6, 2))).toMatchObject({ anomaly: 'stale-token', count: 2 });
    expect(staleToken(written(3, 5, 4))?.evidence.sentence).toContain('Order 3 was written with token 4 after order 2 with token 5');
  });

  it('is not found where tokens rise, or where there are none', () => {
    expect(staleToken(written(1, 2, 9))).toBeNull();
    expect(staleToken(written(null, null))).toBeNull();
  });
});
