import { describe, expect, it } from 'vitest';
import type { Anomaly } from '@/domain/anomaly';
import { laneWith } from '@/testing/run-fixtures';
import { judgeRun, zeroBounds } from './judge-run';

const caught = laneWith({ strategy: 'naive', class: 'unsafe', verdict: 'violated' });
const quiet = laneWith({ strategy: 'naive', class: 'unsafe', verdict: 'pass' });
const held = laneWith({});

describe('judging a run', () => {
  it('passes when every safe strategy held and every unsafe one was caught', () => {
    expect(judgeRun([caught, held])).toMatchObject({ verdict: 'pass', exitCode: 0 });
  });

  it('fails with 1 when a safe strategy was violated, even if the control failed as well', () => {
    expect(judgeRun([quiet, laneWith({ verdict: 'violated' })])).toMatchObject({ verdict: 'violated', exitCode: 1 });
  });

  it('fails with 3 when the control showed no anomaly', () => {
    expect(judgeRun([quiet, held])).toMatchObject({ verdict: 'undecided', exitCode: 3 });
  });

  it('lets a control count as caught when one of its repeats shows the anomaly', () => {
    expect(judgeRun([quiet, { ...caught, repeat: 2 }, held]).exitCode).toBe(0);
  });

  it('ends with 2 when a safe strategy is in doubt', () => {
    expect(judgeRun([caught, laneWith({ verdict: 'undecided' })])).toMatchObject({ verdict: 'undecided', exitCode: 2 });
  });

  it('fails with 1 when a strategy that may only lose sales oversells', () => {
    const withFinding = (anomaly: Anomaly) =>
      laneWith({ class: 'loses-sales', verdict: 'violated', findings: [{ anomaly, count: 1, evidence: { sentence: '', witnesses: [] } }] });
    expect(judgeRun([withFinding('oversell')]).exitCode).toBe(1);
    expect(judgeRun([withFinding('false-sold-out')]).exitCode).toBe(0);
  });

  it('ends with 2 when a fault never struck', () => {
    const fault = { name: 'kill-replica', step: 'commit', struckMs: null, mendedMs: null, told: 'It never struck.' };
    expect(judgeRun([laneWith({ fault })])).toMatchObject({ verdict: 'undecided', exitCode: 2 });
  });

  it('asks no anomaly of an unsafe strategy that holds under this plan', () => {
    expect(judgeRun([{ ...quiet, control: false }, held]).exitCode).toBe(0);
  });
});

describe('the bound on zero', () => {
  it('is about three over the number of floods without a violation, and none where one was seen', () => {
    const lanes = Array.from({ length: 100 }, (_unused, index) => laneWith({ repeat: index + 1 }));
    const [held, seen] = zeroBounds([...lanes, caught]);
    expect(held).toMatchObject({ strategy: 'for-update', floods: 100, violated: 0 });
    expect(held?.rateUpperBound95).toBeCloseTo(0.03, 3);
    expect(zeroBounds([laneWith({})])[0]?.rateUpperBound95).toBeCloseTo(0.95, 10);
    expect(seen).toEqual({ strategy: 'naive', floods: 1, violated: 1, rateUpperBound95: null });
  });
});
