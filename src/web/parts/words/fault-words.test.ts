import { describe, expect, test } from 'vitest';
import { laneWith } from '@/testing/run-fixtures';
import { aimedAt, faultTimes, faultTitle } from './fault-words';
import { laneFaultWords } from '@/web/pages/race/model/lane-fault';
import { emptyLane } from '@/web/pages/race/model/run-view';

const LANE = emptyLane({ strategy: 'redlock', repeat: 1 });
const struck = { name: 'pause-holder', step: 'think', struckMs: 12, mendedMs: 1_200, told: 'It stood still.' };

describe('a fault in words', () => {
  test('is its title, and its aim when that is not its own', () => {
    expect(faultTitle('kill-replica')).toBe('Kill a replica');
    expect(faultTitle('kill-replica@think')).toBe('Kill a replica');
    expect(faultTitle('kill-replica@commit')).toBe('Kill a replica at commit');
    expect(faultTitle('of-old')).toBe('of-old');
  });

  test('says when it struck and when it was mended, or that it did not', () => {
    expect(faultTimes(struck)).toBe('struck at 12 ms, mended at 1.20 s');
    expect(faultTimes({ struckMs: 12, mendedMs: null })).toBe('struck at 12 ms');
    expect(faultTimes({ struckMs: null, mendedMs: null })).toBe('never struck');
  });

  test('is aimed by a step, and by itself without one', () => {
    expect(aimedAt('kill-replica', ' commit ')).toBe('kill-replica@commit');
    expect(aimedAt('kill-replica@commit', '')).toBe('kill-replica');
    expect(aimedAt('kill-replica@commit', 'think')).toBe('kill-replica');
  });
});

describe('the line under a broken lane', () => {
  test('is not there when nothing is broken', () => {
    expect(laneFaultWords(LANE, null)).toBeNull();
  });

  test('announces the fault, and then says what it did', () => {
    expect(laneFaultWords(LANE, 'pause-holder')).toEqual({ title: 'Pause a holder', account: null });
    const done = { ...LANE, report: laneWith({ fault: struck }) };
    expect(laneFaultWords(done, 'pause-holder')).toEqual({ title: 'Pause a holder', account: 'Struck at 12 ms, mended at 1.20 s. It stood still.' });
  });

  test('does not say twice that nothing struck', () => {
    const missed = { ...struck, struckMs: null, mendedMs: null, told: 'It never struck: no purchase came to the step.' };
    expect(laneFaultWords({ ...LANE, report: laneWith({ fault: missed }) }, 'pause-holder')).toMatchObject({ account: 'It never struck: no purchase came to the step.' });
  });
});
