import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { DEFAULT_LAB } from '@/domain/lab';
import { spoken } from '@/web/parts/words/headline-words';
import { DEFAULT_DRAFT, draftFaults, queryOfSearch, readExplorerAddress, searchInput } from './explorer-address';
import { explorerHeadline, scheduleWords, setupWords } from './explorer-words';
import { labCommand, labHref } from './lab-link';
import { filterChoices, filterSchedules, groupWords, scheduleEnd, scheduleGroups } from './schedule-groups';
import { gridLayout, neighbour, rowsInSight } from './schedule-layout';
import { lanePaths } from './schedule-shape';
import type { SearchState } from './search-request';
import { endedView } from './search-view';
import { transcriptSteps } from './transcript-steps';

const seen = (schedule: string, fields: Partial<ScheduleSeen> = {}): ScheduleSeen => ({ schedule, switches: 2, anomalies: [], lostSales: 0, unitsSold: 1, ...fields });
const BAD = seen('A.A.B.B.B.A', { anomalies: ['oversell', 'lost-update'], unitsSold: 2 });
const AWAY = seen('A.B.A.B', { switches: 3, lostSales: 1, anomalies: ['false-sold-out'] });
const GOOD = seen('A.A.A.B', { switches: 1 });

const exploration = (fields: Partial<Exploration> = {}): Exploration => ({
  schemaVersion: 1,
  setup: DEFAULT_LAB,
  class: 'unsafe',
  bounds: { schedules: 100, seconds: 10, seed: 1, expiries: 0 },
  schedules: 3,
  violated: 1,
  turnedAway: 0,
  anomalies: [{ anomaly: 'oversell', schedules: 1 }],
  shortest: { ...BAD, findings: [], transcript: [] },
  coverage: { exhaustive: true, switchesCovered: null, random: 0, unrepeatable: 0, sentence: '' },
  errors: { count: 0, first: null },
  orders: [GOOD, BAD, AWAY],
  durationMs: 10,
  schedulesPerSecond: 300,
  verdict: 'violated',
  summary: '',
  ...fields,
});
const safeOne = (fields: Partial<Exploration> = {}) => exploration({ class: 'safe', schedules: 36, violated: 0, anomalies: [], shortest: null, verdict: 'pass', ...fields });
const state = (fields: Partial<SearchState> = {}): SearchState => ({
  id: 'x', status: 'running', setup: DEFAULT_LAB, bounds: { schedules: 1, seconds: 1, seed: 1, expiries: 0 }, progress: { schedules: 212, violated: 34, pending: 5, switches: 3 }, exploration: null, failure: null, ...fields,
});
const said = (view: Parameters<typeof explorerHeadline>[0]): string => spoken(explorerHeadline(view));
const headlineOf = (found: Exploration): string => said({ phase: 'finished', state: state(), exploration: found });

describe('the address of a search', () => {
  const read = (query: string) => readExplorerAddress(new URLSearchParams(query), ['naive', 'redlock']);

  test('says all that is not as usual, and is read back the same', () => {
    const draft = { ...DEFAULT_DRAFT, strategy: 'redlock', expiries: 1, quantity: 2, seed: 7 };
    expect(queryOfSearch(draft, true).toString()).toBe('strategy=redlock&buyers=2&stock=1&quantity=2&expiries=1&seed=7&search=1');
    expect(read(queryOfSearch(draft, true).toString())).toEqual({ draft, search: true, faults: [] });
  });

  test('reports every part that is not available, and does not search by itself', () => {
    const { draft, search, faults } = read('strategy=nix&buyers=9&stock=many&expiries=4&search=1');
    expect(draft).toEqual(DEFAULT_DRAFT);
    expect(search).toBe(false);
    expect(faults).toEqual([
      "The address asks for strategy 'nix', which does not exist; this is naive.",
      'The address has buyers=9, which is not a whole number from 2 to 4; it is left at 2.',
      'The address has stock=many, which is not a whole number from 0 to 1000; it is left at 1.',
      'The address has expiries=4, which is not a whole number from 0 to 3; it is left at what is usual.',
    ]);
  });

  test('leads to a body without what is left to the server, and to none while a field is wrong', () => {
    expect(searchInput(DEFAULT_DRAFT)).toEqual(DEFAULT_LAB);
    expect(searchInput({ ...DEFAULT_DRAFT, expiries: 0, schedules: 50 })).toEqual({ ...DEFAULT_LAB, expiries: 0, schedules: 50 });
    expect(searchInput({ ...DEFAULT_DRAFT, stock: null })).toBeNull();
    expect(draftFaults({ ...DEFAULT_DRAFT, stock: 1_001, schedules: 0 })).toEqual({ stock: 'Stock is a whole number from 0 to 1,000.', schedules: 'Schedules at most is a whole number from 1 to 20,000.' });
  });
});

describe('the headline', () => {
  test('invites, counts and concludes with the numbers that matter', () => {
    expect(said({ phase: 'idle' })).toBe('Every schedule, on real servers. Press Search.');
    expect(said({ phase: 'running', state: state(), cancelling: false, silent: false })).toBe('212 schedules run, 34 went wrong so far.');
    expect(headlineOf(exploration({ schedules: 92, violated: 80, anomalies: [{ anomaly: 'oversell', schedules: 80 }] }))).toBe('80 of 92 schedules sell the one unit twice. The shortest needs 2 switches.');
    expect(headlineOf(safeOne())).toBe('None of all 36 schedules goes wrong.');
  });

  test('does not say "all" when some were not run, nor "twice" when it is more', () => {
    const coverage = { exhaustive: false, switchesCovered: 2, random: 4, unrepeatable: 0, sentence: '' };
    expect(headlineOf(safeOne({ coverage }))).toBe('None of 36 schedules goes wrong.');
    const thrice = { ...BAD, unitsSold: 3 };
    expect(headlineOf(exploration({ orders: [thrice], setup: { ...DEFAULT_LAB, buyers: 3 } }))).toContain('sells the one unit up to three times');
    expect(headlineOf(exploration({ setup: { ...DEFAULT_LAB, stock: 2, buyers: 3 } }))).toContain('sells more than the 2 units there are');
    expect(headlineOf(exploration({ anomalies: [{ anomaly: 'negative-stock', schedules: 1 }] }))).toContain('1 of 3 schedules goes wrong.');
  });

  test('distinguishes an error, a lost sale and a cancelled search from good news', () => {
    expect(headlineOf(safeOne({ errors: { count: 2, first: 'A.B: gone' } }))).toBe('Nothing is proven: 2 purchases ended in an unexpected error.');
    expect(headlineOf(safeOne({ class: 'loses-sales', turnedAway: 12 }))).toBe('None of all 36 schedules oversells, but 12 of them turn a buyer away while stock is left.');
    expect(said(endedView(state({ status: 'failed', failure: 'cancelled' }), true))).toBe('Cancelled after 212 schedules; 34 of them had gone wrong.');
    expect(endedView(state({ status: 'failed', failure: 'Postgres is gone.' }), false)).toMatchObject({ phase: 'failed', sentence: 'Postgres is gone.' });
  });

  test('leaves what was searched to a line of its own', () => {
    expect(setupWords({ ...DEFAULT_LAB, replicas: 1, quantity: 2 }, 1)).toBe('2 buyers in one process, 1 unit in stock, 2 units a purchase, locks may expire once');
  });
});

describe('the schedules of a search', () => {
  test('are judged as the search judges them: turning away is no harm to a strategy that loses sales', () => {
    expect([BAD, AWAY, GOOD].map((one) => scheduleEnd(one, 'unsafe'))).toEqual(['bad', 'bad', 'good']);
    expect([BAD, AWAY, GOOD].map((one) => scheduleEnd(one, 'loses-sales'))).toEqual(['bad', 'away', 'good']);
    expect(scheduleWords(BAD, true)).toBe('goes wrong: oversell and lost update; 2 units sold');
    expect(scheduleWords(GOOD, false)).toBe('goes well: 1 unit sold');
  });

  test('are grouped by their switches, the fewest first, each with its count', () => {
    const groups = scheduleGroups([BAD, AWAY, GOOD, seen('B.B.A.A.A.B')], 'loses-sales');
    expect(groups.map(groupWords)).toEqual(['1 switch: none of 1 goes wrong', '2 switches: 1 of 2 goes wrong', '3 switches: none of 1 goes wrong, 1 turns a buyer away']);
  });

  test('are filtered by how they end and by anomaly, and only by what there is', () => {
    const found = exploration({ anomalies: [{ anomaly: 'oversell', schedules: 1 }, { anomaly: 'false-sold-out', schedules: 1 }], class: 'loses-sales' });
    expect(filterChoices(found).map(({ label, schedules }) => `${label} ${schedules}`)).toEqual(['All 3', 'Only bad 1', 'oversell 1', 'false sold out 1', 'turned away 1']);
    expect(filterSchedules(found.orders, 'false-sold-out', 'loses-sales')).toEqual([AWAY]);
    expect(filterChoices(safeOne({ orders: [GOOD] })).map(({ filter }) => filter)).toEqual(['all']);
  });
});

describe('the picture', () => {
  const many = scheduleGroups(Array.from({ length: 5_000 }, (_, index) => seen('A.B.A.B.A.B.A.B', { switches: index % 7 })), 'unsafe');

  test('is drawn large where it fits, and small enough to be scrolled where it does not; nothing is left out', () => {
    const few = gridLayout(scheduleGroups([GOOD, BAD, AWAY], 'unsafe'), 2, 54, 33);
    expect(few.size.step).toBeGreaterThanOrEqual(1.5);
    const crowd = gridLayout(many, 2, 54, 33);
    expect(crowd.size.step).toBeLessThan(0.8);
    expect(crowd.rows.flatMap((row) => (row.kind === 'schedules' ? row.schedules : []))).toHaveLength(5_000);
    expect(crowd.columns * (crowd.size.width + 0.5)).toBeLessThanOrEqual(54.5);
  });

  test('has a column even where it is wider than the screen', () => {
    expect(gridLayout(scheduleGroups([seen(Array(60).fill('A').join('.'))], 'unsafe'), 2, 10, 33).columns).toBe(1);
  });

  test('draws of thousands only those in sight', () => {
    const { rows, columns } = gridLayout(many, 2, 54, 33);
    const drawn = rowsInSight(rows, 100, 33);
    expect(drawn.length * columns).toBeLessThan(700);
    expect(drawn.some((row) => row.top <= 100 && row.top + row.height >= 100)).toBe(true);
  });

  test('is walked with the arrow keys, across groups and never out of it', () => {
    const layout = gridLayout(scheduleGroups([GOOD, BAD, AWAY], 'unsafe'), 2, 54, 33);
    expect(['ArrowRight', 'ArrowDown', 'End', 'ArrowLeft', 'ArrowUp', 'x'].map((key) => neighbour(layout, 0, key))).toEqual([1, 1, 2, 0, 0, 0]);
    expect(neighbour(layout, 2, 'ArrowRight')).toBe(2);
    expect(neighbour(gridLayout(many, 2, 54, 33), 0, 'PageDown')).toBeGreaterThan(20);
  });

  test('has a lane a buyer, and a bar where time passes', () => {
    const paths = lanePaths('A.B.T.A', 2);
    expect(paths.map(({ mover, d }) => [mover, (d.match(/M/g) ?? []).length])).toEqual([['A', 2], ['B', 1], ['T', 1]]);
    expect(paths[0]?.d.startsWith('M0.07 0.07')).toBe(true);
    expect(paths[1]?.d.startsWith('M1.07 1.07')).toBe(true);
  });
});

describe('a schedule', () => {
  test('leads into the lab and to a command, with what it was run with', () => {
    expect(labHref(DEFAULT_LAB, 'A.B')).toBe('/lab?strategy=naive&buyers=2&stock=1&replicas=2&schedule=A.B');
    expect(labHref({ ...DEFAULT_LAB, strategy: 'for-update:nowait', quantity: 3 }, 'A')).toContain('strategy=for-update%3Anowait&buyers=2&stock=1&quantity=3&');
    expect(labCommand(DEFAULT_LAB, 'A.B')).toBe('npx stampede lab --strategy naive --schedule A.B');
    expect(labCommand({ ...DEFAULT_LAB, buyers: 3, replicas: 1 }, 'A')).toBe('npx stampede lab --strategy naive --buyers 3 --replicas 1 --schedule A');
  });

  test('is read from its transcript step by step: waiting, time and endings are distinguished', () => {
    const steps = transcriptSteps(readFileSync(new URL('../../../lab/golden/shortest/setnx-no-token.txt', import.meta.url), 'utf8').split('\n'));
    expect(steps[0]).toEqual({ number: 1, who: 'A', kind: 'step', step: 'look at the stock', seen: 'stock 1' });
    expect(steps[1]).toMatchObject({ step: 'take the lock', seen: '' });
    expect(steps.find(({ kind }) => kind === 'waits')).toMatchObject({ who: 'B', step: 'take the lock', seen: 'the lock is taken' });
    expect(steps.find(({ kind }) => kind === 'time')).toMatchObject({ number: 6, who: 'T', step: 'time passes' });
    expect(steps.filter(({ kind }) => kind === 'ended').map(({ who, seen }) => `${who} ${seen}`)).toEqual(['B confirmed, order 1, 0 left', 'A confirmed, order 2, 0 left']);
    expect(steps.filter(({ number }) => number !== null)).toHaveLength(11);
  });
});
