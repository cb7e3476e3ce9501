import { describe, expect, it } from 'vitest';
import type { StepKind } from './step';
import { timeOfSteps } from './time-spent';

const step = (kind: StepKind, startMs: number, endMs: number) => ({ kind, name: 'any name', startMs, endMs, observed: null });

describe('where the time of a purchase went', () => {
  it('follows from the kinds of its steps', () => {
    const steps = [step('connect', 0, 4), step('read', 4, 6), step('think', 6, 11), step('back-off', 11, 18), step('wait', 18, 20), step('commit', 20, 23)];
    expect(timeOfSteps(steps)).toEqual({ 'pool-wait': 4, statement: 2, think: 5, 'back-off': 7, 'lock-wait': 2, commit: 3 });
  });

  it('counts a round trip that several statements share only once', () => {
    const together = [step('write', 10, 14), step('insert', 10, 15), step('commit', 10, 18)];
    expect(timeOfSteps(together)).toEqual({ statement: 5, commit: 3 });
  });
});
