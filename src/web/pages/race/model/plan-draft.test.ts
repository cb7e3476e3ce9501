import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import { draftFaults, planOf, type PlanDraft } from './plan-draft';

const LIMITS = { maxBuyers: 100_000, maxConcurrency: 2_000, replicas: 2 };
const draft = (fields: Partial<PlanDraft> = {}): PlanDraft => ({ ...DEFAULT_PLAN, ...fields });

describe('what is wrong with a choice', () => {
  test('is nothing for the default plan', () => {
    expect(draftFaults(draft(), LIMITS)).toEqual({});
    expect(planOf(draft(), LIMITS)).toEqual(DEFAULT_PLAN);
  });

  test.each([
    ['stock', 0, 'Stock must be a whole number from 1 to 1,000,000.'],
    ['stock', 1.5, 'Stock must be a whole number from 1 to 1,000,000.'],
    ['buyers', 100_001, 'Buyers must be a whole number from 1 to 100,000.'],
    ['buyers', null, 'Buyers is empty: give a whole number from 1 to 100,000.'],
    ['replicas', 3, 'Replicas must be a whole number from 1 to 2.'],
    ['quantity', 101, 'Units a purchase must be a whole number from 1 to 100.'],
    ['repeat', null, 'Repeats is empty: give a whole number from 1 to 100.'],
    ['concurrency', -5, 'At once must be a whole number from 1 to 2,000.'],
    ['thinkMs', 5_000, 'Think time must be a number from 0 to 1,000.'],
  ] as const)('%s %s: %s', (field, value, sentence) => {
    const faulty = draft({ [field]: value });
    expect(draftFaults(faulty, LIMITS)[field]).toBe(sentence);
    expect(planOf(faulty, LIMITS)).toBeNull();
  });

  test('is a pool of no connection; none given is as many as the shops have', () => {
    expect(draftFaults(draft({ poolSize: 0 }), LIMITS).poolSize).toContain('from 1 to 100');
    expect(planOf(draft({ poolSize: 5 }), LIMITS)?.poolSize).toBe(5);
    expect(draftFaults(draft({ poolSize: null }), LIMITS)).toEqual({});
  });

  test('is having no strategy to flood', () => {
    expect(draftFaults(draft({ strategies: [] }), LIMITS).strategies).toBeDefined();
  });

  test('is a rate only in an open loop', () => {
    expect(draftFaults(draft({ ratePerSecond: null }), LIMITS)).toEqual({});
    expect(draftFaults(draft({ arrivals: 'open-loop', ratePerSecond: null }), LIMITS).ratePerSecond).toContain('empty');
  });

  test('is a burst with more buyers than connections', () => {
    expect(draftFaults(draft({ arrivals: 'burst', buyers: 2_001 }), LIMITS).buyers).toContain('burst');
  });
});
