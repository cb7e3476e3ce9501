import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneEvidence, PurchaseRecord } from '@/domain/history';
import { purchase } from '@/testing/evidence';
import { linearizability } from './linearizability';

/**
 * Searches every order of purchases, one after another, each between its invocation and its return, for one in which all
 * answers are right. Unknown purchases may or may not have happened, at any time after their invocation. Exponential, and
 * written from the definition alone, so that it shares nothing with the rule that it judges.
 */
function existsOrder({ stock, purchases }: LaneEvidence): boolean {
  const seen = new Set<string>();
  const search = (done: number, left: number): boolean => {
    if (purchases.every((record, index) => done & (1 << index) || record.outcome === 'unknown')) return true;
    const state = `${done}/${left}`;
    if (seen.has(state)) return false;
    seen.add(state);
    // A purchase may not go next if it was invoked after one that is still waiting had its answer.
    const mustReturnFirst = Math.min(...purchases.map((record, index) => (done & (1 << index) || record.outcome === 'unknown' ? Infinity : record.returnedMs)));
    return purchases.some((record, index) => {
      if (done & (1 << index) || record.invokedMs > mustReturnFirst) return false;
      const after = effect(record, left);
      return after !== null && search(done | (1 << index), after);
    });
  };
  return search(0, stock);
}

/** Stock after the purchase if its answer is right at this point, else null. */
function effect({ outcome, quantity }: PurchaseRecord, left: number): number | null {
  switch (outcome) {
    case 'confirmed':
    case 'unknown':
      return left >= quantity ? left - quantity : null;
    case 'sold-out':
      return left < quantity ? left : null;
    case 'gave-up':
      return left;
  }
}

const times = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 })).map(([invokedMs, took]) => ({ invokedMs, returnedMs: invokedMs + took }));
const outcome = fc.constantFrom('confirmed' as const, 'confirmed' as const, 'sold-out' as const, 'sold-out' as const, 'gave-up' as const, 'unknown' as const);

const history = (quantity: number) =>
  fc.record({
    stock: fc.integer({ min: 0, max: 4 * quantity }),
    purchases: fc.array(fc.record({ times, outcome }).map((made) => purchase({ ...made.times, outcome: made.outcome, quantity })), { maxLength: 7 }),
  });

const evidence = (made: Pick<LaneEvidence, 'stock' | 'purchases'>): LaneEvidence => ({ ...made, orders: [], counterStock: null, finalStock: 0 });

describe('the exact decision', () => {
  it.each([1, 3])('agrees with a search of all orders on thousands of small histories, %i unit(s) a purchase', (quantity) => {
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(history(quantity), (made) => {
        const decided = linearizability(evidence(made));
        verdicts.add(decided);
        expect(decided).toBe(existsOrder(evidence(made)) ? 'linearizable' : 'not-linearizable');
      }),
      { numRuns: 10_000 },
    );
    // The generator reaches both answers, or the agreement would mean nothing.
    expect([...verdicts].sort()).toEqual(['linearizable', 'not-linearizable']);
  });

  it('says that mixed quantities are outside what it decides', () => {
    expect(linearizability(evidence({ stock: 5, purchases: [purchase({ quantity: 1 }), purchase({ quantity: 2 })] }))).toBe('outside');
  });

  it('decides 100,000 purchases, and each of them counts', () => {
    const stock = 50_000;
    const purchases = Array.from({ length: 100_000 }, (_unused, index) =>
      purchase({ outcome: index < stock ? 'confirmed' : 'sold-out', invokedMs: index, returnedMs: index + 0.5 }),
    );
    expect(linearizability(evidence({ stock, purchases }))).toBe('linearizable');
    expect(linearizability(evidence({ stock: stock + 1, purchases }))).toBe('not-linearizable');
    expect(linearizability(evidence({ stock: stock - 1, purchases }))).toBe('not-linearizable');
  });
});
