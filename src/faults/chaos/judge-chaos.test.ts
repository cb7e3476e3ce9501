import { describe, expect, it } from 'vitest';
import type { ChaosRow } from '@/domain/chaos';
import { NOTHING_INJECTED } from './context';
import { chaosReport, judgeRow, type Findings } from './judge-chaos';

const CLEAN = { lost: 0, doubled: 0, oversold: 0, problems: [] };
const findings = (over: Partial<Findings> = {}): Findings => ({ result: { ...NOTHING_INJECTED, injected: 1, healthyAfterMs: 900 }, audits: [CLEAN], confirmedBefore: 3, undecided: [], ...over });

describe('a row', () => {
  it('passes when something was injected, all came back and the audit is clean', () => {
    expect(judgeRow(findings())).toEqual({ verdict: 'pass', problems: [] });
  });

  it('is violated by one problem of an audit, whatever else could not be decided', () => {
    const judged = judgeRow(findings({ audits: [CLEAN, { ...CLEAN, lost: 1, problems: ['Order 7 is gone.'] }], undecided: ['A shop did not answer.'] }));
    expect(judged).toEqual({ verdict: 'violated', problems: ['Order 7 is gone.', 'A shop did not answer.'] });
  });

  it('is violated by what the injector itself saw, such as a watcher that heard nothing', () => {
    expect(judgeRow(findings({ result: { ...NOTHING_INJECTED, injected: 1, broken: ['20 watchers saw nothing.'] } })).verdict).toBe('violated');
  });

  it.each<[string, Partial<Findings>]>([
    ['nothing was injected', { result: { ...NOTHING_INJECTED, injected: 0 } }],
    ['not all came back', { result: { ...NOTHING_INJECTED, injected: 1, healthyAfterMs: null } }],
    ['no buyer had bought before', { confirmedBefore: 0 }],
    ['something is still busy', { undecided: ['Shops are still busy.'] }],
  ])('is undecided when %s', (_case, over) => {
    expect(judgeRow(findings(over))).toMatchObject({ verdict: 'undecided', problems: [expect.any(String)] });
  });
});

describe('a run', () => {
  const row = (verdict: ChaosRow['verdict'], notPossible: string | null = null): ChaosRow => ({
    fault: 'kill-shop', title: '', notPossible, purchases: 1, confirmed: 1, unknown: 0, struck: 1, lost: 0, doubled: 0, oversold: 0, healthyAfterMs: 1, verdict, problems: [], complaints: [], notes: [],
  });
  const exitOf = (...rows: ChaosRow[]): number => chaosReport('quick', 1, rows).exitCode;

  it('ends with 0 when all pass, 1 when one is violated, 2 when one is undecided', () => {
    expect([exitOf(row('pass')), exitOf(row('pass'), row('undecided'), row('violated')), exitOf(row('pass'), row('undecided'))]).toEqual([0, 1, 2]);
  });

  it('counts what was not possible here for nothing, and passes by nothing else', () => {
    expect([exitOf(row('pass'), row('undecided', 'no root')), exitOf(row('undecided', 'no root')), exitOf()]).toEqual([0, 2, 2]);
  });
});
