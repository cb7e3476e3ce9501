import { describe, expect, test } from 'vitest';
import type { LaneReport, RunReport } from '@/domain/report';
import type { RunEventBody } from '@/domain/run-event';
import { countsWith, eventsOf, laneWith, oversoldLane, planWith, reportOf } from '@/testing/run-fixtures';
import { headline } from './headline';
import { spoken } from '@/web/parts/words/headline-words';
import { runView } from './run-view';

const TITLES: Record<string, string> = { naive: 'Naive', 'for-update': 'FOR UPDATE', redlock: 'Redlock', 'conditional-update': 'Conditional UPDATE' };
const titleOf = (id: string) => TITLES[id] ?? id;

const sentence = (...bodies: RunEventBody[]) => spoken(headline(runView('run', eventsOf(...bodies)), titleOf, 100)).trim();
const verdict = (lanes: LaneReport[], fields: Partial<RunReport> = {}) => sentence({ kind: 'finished', report: reportOf(lanes, fields) });

describe('the headline', () => {
  test('invites before a flood', () => {
    expect(spoken(headline(null, titleOf, 7))).toBe('How many can a shop sell when it has only 7? Press Flood.');
    expect(spoken(headline(null, titleOf, 7, true))).toBe('How many can a shop sell when it has only 7? Watch here, buy in the shop.');
  });

  test('concludes with the two numbers that matter', () => {
    const segments = headline(runView('run', eventsOf({ kind: 'finished', report: reportOf([oversoldLane(), laneWith()]) })), titleOf, 100);
    expect(spoken(segments)).toBe('The naive shop sold 912 of 100. The other sold exactly 100.');
    expect(segments.filter(({ tone }) => tone !== 'plain')).toEqual([
      { text: '912 of 100', tone: 'bad' },
      { text: 'exactly 100', tone: 'safe' },
    ]);
  });

  test('counts the others in words', () => {
    const safe = ['for-update', 'conditional-update', 'redlock', 'optimistic-version'].map((strategy) => laneWith({ strategy }));
    expect(verdict([oversoldLane(), ...safe])).toBe('The naive shop sold 912 of 100. The other four sold exactly 100.');
    expect(verdict(safe)).toBe('All four sold exactly 100.');
  });

  test('says who left units unsold', () => {
    const short = laneWith({ strategy: 'redlock', unitsSold: 68, lostSales: 32 });
    expect(verdict([oversoldLane(), laneWith(), short])).toBe('The naive shop sold 912 of 100. FOR UPDATE sold exactly 100. Redlock left 32 unsold.');
  });

  test('says of the many that are not named only what each of them did', () => {
    const unsafe = ['naive', 'a', 'b', 'c'].map((strategy) => oversoldLane({ strategy }));
    const broken = oversoldLane({ strategy: 'd', unitsSold: 90, oversold: 0 });
    expect(verdict([...unsafe, broken, laneWith()])).toBe('The naive shop sold 912 of 100. Three more oversold. One more broke a promise. The other sold exactly 100.');
  });

  test('counts those who sold too little when there are many lanes', () => {
    const short = ['x', 'y'].map((strategy) => laneWith({ strategy, unitsSold: 60, lostSales: 40 }));
    const unsafe = ['naive', 'a', 'b', 'c'].map((strategy) => oversoldLane({ strategy }));
    expect(verdict([...unsafe, laneWith(), ...short])).toBe('The naive shop sold 912 of 100. Three more oversold. FOR UPDATE sold exactly 100. Two did not sell all.');
  });

  test('blames no shop that only turned buyers away, as it is known to', () => {
    const finding = { anomaly: 'false-sold-out' as const, count: 5, evidence: { sentence: '', witnesses: [] } };
    const away = laneWith({ strategy: 'redlock', class: 'loses-sales', verdict: 'violated', unitsSold: 60, findings: [finding] });
    expect(verdict([oversoldLane(), laneWith(), away])).toBe('The naive shop sold 912 of 100. FOR UPDATE sold exactly 100. Redlock left 40 unsold.');
    expect(verdict([laneWith(), { ...away, class: 'safe' }])).toContain('Redlock: buyers were turned away while stock remained.');
  });

  test('does not ask for more than there were buyers', () => {
    const plan = planWith({ strategies: ['for-update'], buyers: 40 });
    expect(verdict([laneWith({ unitsSold: 40 })], { plan })).toBe('FOR UPDATE sold exactly 40.');
  });

  test('names lost updates when nothing was oversold', () => {
    expect(verdict([oversoldLane({ unitsSold: 90, oversold: 0, lostUpdates: 31 })])).toBe('The naive shop lost 31 updates.');
  });

  test('calls a run without an anomaly in the control no proof', () => {
    const lucky = laneWith({ strategy: 'naive', class: 'unsafe' });
    expect(verdict([lucky, laneWith()], { exitCode: 3 })).toContain('proves nothing');
  });

  test.each([
    ['duplicate-order', 15, 'Redlock: 15 buyers have two orders.'],
    ['ghost-stock', 1, 'Redlock: 1 unit is gone and no buyer has it.'],
    ['late-sale', 2, 'Redlock: buyers were turned away while stock remained.'],
    ['phantom-confirmation', 3, 'Redlock: 3 buyers got a confirmation that is not true.'],
  ] as const)('says %s in plain words', (anomaly, count, words) => {
    const findings = (['false-sold-out', anomaly] as const).map((name) => ({ anomaly: name, count, evidence: { sentence: '', witnesses: [] } }));
    expect(verdict([laneWith({ strategy: 'redlock', verdict: 'violated', findings })])).toBe(words);
  });

  test('says both of two', () => {
    expect(verdict([laneWith(), laneWith({ strategy: 'redlock' })])).toBe('Both sold exactly 100.');
  });

  test('calls a shop exact whose orders are, though some buyers never learned of theirs', () => {
    const unsure = laneWith({ strategy: 'redlock', verdict: 'undecided', unknown: 3 });
    expect(verdict([laneWith(), unsure])).toBe('Both sold exactly 100.');
    expect(verdict([laneWith(), { ...unsure, unknown: 0 }])).toBe('FOR UPDATE sold exactly 100. Redlock stays undecided.');
  });

  test('takes nothing for proven by a fault that never struck', () => {
    const fault = { name: 'pause-holder', step: 'think', struckMs: null, mendedMs: null, told: '' };
    expect(verdict([laneWith({ fault }), laneWith({ strategy: 'redlock', fault })])).toBe('The fault never struck: nothing was put to the test.');
    expect(verdict([laneWith({ fault: { ...fault, struckMs: 5 } }), laneWith({ strategy: 'redlock', fault })])).toBe('FOR UPDATE sold exactly 100. The fault never struck Redlock.');
  });

  test('speaks of strategies and how often when it is repeated', () => {
    const plan = planWith({ repeat: 2 });
    const twice = (lane: LaneReport) => [1, 2].map((repeat) => ({ ...lane, repeat }));
    expect(verdict([...twice(oversoldLane()), ...twice(laneWith())], { plan })).toBe('Naive oversold in 2 of 2 floods. FOR UPDATE sold exactly 100 every time.');
    const short = twice(laneWith({ strategy: 'redlock' })).map((lane) => ({ ...lane, unitsSold: lane.repeat === 1 ? 100 : 60 }));
    expect(verdict([...twice(laneWith()), ...short], { plan: { ...plan, strategies: ['for-update', 'redlock'] } })).toBe(
      'FOR UPDATE sold exactly 100 every time. Redlock sold exactly 100 in 1 of 2 floods.',
    );
  });

  test('counts while it runs, and does not call an oversell right', () => {
    const lane = { strategy: 'naive', repeat: 1 };
    const running = (unitsSold: number): RunEventBody[] => [
      { kind: 'started', plan: planWith(), laneOrder: [lane] },
      { kind: 'lane-progress', lane, counts: countsWith({ unitsSold, oversold: Math.max(0, unitsSold - 100) }) },
    ];
    expect(sentence(...running(0))).toBe('Naive opens.');
    expect(sentence(...running(40))).toBe('Naive has sold 40 of 100.');
    expect(sentence(...running(412))).toBe('Naive has sold 412 of 100, and goes on.');
  });

  test('says that a run failed', () => {
    expect(sentence({ kind: 'failed', failure: { code: 'cancelled', message: '' } })).toBe('The flood was cancelled.');
    expect(sentence({ kind: 'failed', failure: { code: 'service-lost', message: '' } })).toBe('The flood failed.');
  });
});
