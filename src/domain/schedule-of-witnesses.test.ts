import { describe, expect, test } from 'vitest';
import type { StepRecord } from './purchase';
import type { StepKind } from './step';
import { scheduleOf } from './schedule-of-witnesses';

/** Steps from `[kind, start, end]`. */
const steps = (...all: [StepKind, number, number][]): { steps: StepRecord[] } => ({
  steps: all.map(([kind, startMs, endMs]) => ({ kind, name: kind, startMs, endMs, observed: null })),
});

describe('the schedule of two witnesses', () => {
  test('puts reads where they began and writes where they ended, and leaves out steps that are no moves', () => {
    const a = steps(['connect', 0, 1], ['read', 1, 5], ['think', 5, 9], ['write', 9, 20]);
    const b = steps(['connect', 0, 2], ['read', 2, 3], ['think', 3, 8], ['write', 8, 19]);
    expect(scheduleOf(a, b)).toBe('A.B.B.A');
  });

  test("keeps each buyer's own order, whatever the times of steps that were sent together say", () => {
    const together = steps(['begin', 0, 6], ['lock', 0, 6], ['write', 7, 9], ['insert', 7, 9], ['commit', 7, 9]);
    expect(scheduleOf(together, steps(['read', 8, 8.5], ['write', 8.6, 8.8]))).toBe('A.A.B.B.A.A.A');
    // The commit has an earlier end than the insert before it: still it comes after.
    expect(scheduleOf(steps(['insert', 0, 9], ['commit', 0, 8]), steps(['write', 8, 8.5]))).toBe('B.A.A');
  });

  test('counts tries at a lock once, as the last of them, and only those with nothing but a wait between', () => {
    const patient = steps(['acquire', 0, 1], ['wait', 1, 2], ['acquire', 2, 3], ['wait', 3, 9], ['acquire', 9, 10], ['read', 10, 11]);
    expect(scheduleOf(patient, steps(['read', 5, 6]))).toBe('B.A.A');
    const anew = steps(['read', 0, 1], ['back-off', 1, 2], ['read', 2, 3], ['write', 3, 4]);
    expect(scheduleOf(anew, steps())).toBe('A.A.A');
  });

  test('lets time pass before a lock is taken that the other still holds', () => {
    const slow = steps(['acquire', 0, 1], ['read', 1, 2], ['write', 19, 20], ['release', 20, 21]);
    const late = steps(['acquire', 11, 12], ['read', 12, 13], ['write', 23, 24], ['release', 24, 25]);
    expect(scheduleOf(slow, late)).toBe('A.A.T.B.B.A.A.B.B');
    expect(scheduleOf(late, slow)).toBe('B.B.T.A.A.B.B.A.A');
  });

  test('lets no time pass when the lock was given back, or was never had', () => {
    const quick = steps(['acquire', 0, 1], ['read', 1, 2], ['release', 3, 4]);
    expect(scheduleOf(quick, steps(['acquire', 5, 6], ['read', 6, 7]))).toBe('A.A.A.B.B');
    const gaveUp = steps(['acquire', 1.5, 1.6], ['wait', 1.6, 1.8], ['acquire', 1.8, 1.9]);
    expect(scheduleOf(quick, gaveUp)).toBe('A.A.B.A');
  });

  test('is empty when no steps were recorded, and one-sided when one purchase has none', () => {
    expect(scheduleOf(steps(), steps())).toBe('');
    expect(scheduleOf(steps(), steps(['read', 0, 1]))).toBe('B');
  });
});
