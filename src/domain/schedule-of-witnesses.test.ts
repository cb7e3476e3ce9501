import { describe, expect, test } from 'vitest';
import type { StepRecord } from './purchase';
import { scheduleOf } from './schedule-of-witnesses';

/** Steps from `[name, start, end]`. */
const steps = (...all: [string, number, number][]): { steps: StepRecord[] } => ({
  steps: all.map(([name, startMs, endMs]) => ({ name, startMs, endMs, observed: null })),
});

describe('the schedule of two witnesses', () => {
  test('puts reads where they began and writes where they ended, and leaves out what takes no turn', () => {
    const a = steps(['wait for a connection', 0, 1], ['read stock', 1, 5], ['think', 5, 9], ['write stock', 9, 20]);
    const b = steps(['wait for a connection', 0, 2], ['read stock', 2, 3], ['think', 3, 8], ['write stock', 8, 19]);
    expect(scheduleOf(a, b)).toBe('A.B.B.A');
  });

  test("keeps each buyer's own order, whatever the times of steps that were sent together say", () => {
    const together = steps(['begin', 0, 6], ['read stock and lock the row', 0, 6], ['write stock', 7, 9], ['insert order', 7, 9], ['commit', 7, 9]);
    expect(scheduleOf(together, steps(['read stock', 8, 8.5], ['write stock', 8.6, 8.8]))).toBe('A.A.B.B.A.A.A');
    // The commit has an earlier end than the insert before it: still it comes after.
    expect(scheduleOf(steps(['insert order', 0, 9], ['commit', 0, 8]), steps(['write stock', 8, 8.5]))).toBe('B.A.A');
  });

  test('counts tries at a lock once, as the last of them, and only those with nothing but a wait between', () => {
    const patient = steps(['take the lease', 0, 1], ['wait to ask again', 1, 2], ['take the lease', 2, 3], ['wait to ask again', 3, 9], ['take the lease', 9, 10], ['read stock', 10, 11]);
    expect(scheduleOf(patient, steps(['read stock', 5, 6]))).toBe('B.A.A');
    const anew = steps(['read stock', 0, 1], ['back off', 1, 2], ['read stock', 2, 3], ['write stock', 3, 4]);
    expect(scheduleOf(anew, steps())).toBe('A.A.A');
  });

  test('lets time pass before a lock is taken that the other still holds', () => {
    const slow = steps(['take the lock', 0, 1], ['read stock', 1, 2], ['write stock', 19, 20], ['delete the lock', 20, 21]);
    const late = steps(['take the lock', 11, 12], ['read stock', 12, 13], ['write stock', 23, 24], ['delete the lock', 24, 25]);
    expect(scheduleOf(slow, late)).toBe('A.A.T.B.B.A.A.B.B');
    expect(scheduleOf(late, slow)).toBe('B.B.T.A.A.B.B.A.A');
  });

  test('lets no time pass when the lock was given back, or was never had', () => {
    const quick = steps(['take the lease', 0, 1], ['read stock', 1, 2], ['release the lease', 3, 4]);
    expect(scheduleOf(quick, steps(['take the lease', 5, 6], ['read stock', 6, 7]))).toBe('A.A.A.B.B');
    const gaveUp = steps(['take the lease', 1.5, 1.6], ['wait to ask again', 1.6, 1.8], ['take the lease', 1.8, 1.9]);
    expect(scheduleOf(quick, gaveUp)).toBe('A.A.B.A');
  });

  test('is empty when no steps were recorded, and one-sided when one purchase has none', () => {
    expect(scheduleOf(steps(), steps())).toBe('');
    expect(scheduleOf(steps(), steps(['read stock', 0, 1]))).toBe('B');
  });
});
