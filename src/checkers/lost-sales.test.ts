import { describe, expect, it } from 'vitest';
import type { OutcomeKind } from '@/domain/purchase';
import type { PurchaseRecord } from '@/domain/history';
import { lostSales } from './lost-sales';

const purchase = (outcome: OutcomeKind, quantity: number): PurchaseRecord => ({
  buyerId: 'buyer', quantity, outcome, orderId: null, remaining: null, attempts: 1, lockWaits: 0, replica: 0, steps: [], intendedMs: 0, invokedMs: 0, returnedMs: 1,
});
const of = (finalStock: number, quantity: number, ...outcomes: OutcomeKind[]) => lostSales({ finalStock, purchases: outcomes.map((outcome) => purchase(outcome, quantity)) });

describe('lost sales', () => {
  it('are units that were left although a buyer went without, and no more than those buyers wanted', () => {
    expect(of(5, 1, 'confirmed', 'sold-out', 'gave-up')).toBe(2);
    expect(of(1, 1, 'sold-out', 'gave-up')).toBe(1);
    expect(of(5, 1, 'confirmed')).toBe(0);
  });

  it('do not count a rest that is too small for one purchase, nor a buyer who may have bought', () => {
    expect(of(2, 3, 'sold-out')).toBe(0);
    expect(of(5, 3, 'sold-out', 'sold-out')).toBe(3);
    expect(of(5, 1, 'unknown')).toBe(0);
  });

  it('are none where the stock fell below zero', () => {
    expect(of(-3, 1, 'sold-out')).toBe(0);
  });
});
