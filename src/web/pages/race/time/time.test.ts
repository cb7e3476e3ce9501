import { describe, expect, test } from 'vitest';
import { TIME_KINDS } from '@/domain/time-spent';
import { eventsOf, laneWith, reportOf } from '@/testing/run-fixtures';
import { chartLanes } from '@/web/pages/race/charts/chart-lane';
import { runView } from '@/web/pages/race/model/run-view';
import { sqlStateCounts } from './sql-states';
import { TIME_LOOKS } from './time-kinds';
import { timeSpentRows, timeWords } from './time-spent-rows';

const SPENT = { 'pool-wait': 0, 'lock-wait': 60, statement: 20, commit: 10, think: 5, 'back-off': 0, elsewhere: 5 };
const rowsOf = (...lanes: Parameters<typeof reportOf>[0]) => timeSpentRows(chartLanes(runView('run', eventsOf({ kind: 'finished', report: reportOf(lanes) })), (id) => id));

describe('where the time of a purchase went', () => {
  test('every kind of time has one look, and no two the same', () => {
    expect(TIME_LOOKS.map(({ kind }) => kind).sort()).toEqual([...TIME_KINDS].sort());
    expect(new Set(TIME_LOOKS.map(({ look }) => look)).size).toBe(TIME_KINDS.length);
  });

  test('is drawn on one scale, with room for the total of the longest', () => {
    const [long, short] = rowsOf(laneWith({ timeSpent: SPENT }), laneWith({ strategy: 'quick', timeSpent: { ...SPENT, 'lock-wait': 10 } }));
    const shareOf = (row: typeof long) => (row?.traced?.pieces ?? []).reduce((sum, { share }) => sum + share, 0);
    expect(shareOf(long)).toBeCloseTo(0.86);
    expect(shareOf(short)).toBeCloseTo(0.43);
    expect(long?.traced?.pieces.map(({ kind }) => kind)).toEqual(['lock-wait', 'statement', 'commit', 'think', 'elsewhere']);
  });

  test('is described in words, the longest first', () => {
    const traced = rowsOf(laneWith({ timeSpent: SPENT }))[0]?.traced;
    expect(traced && timeWords(traced)).toMatch(/^100 ms: waits for a lock 60 ms, statements 20 ms, commit 10 ms/);
  });

  test('shows the attempts a sale as counted, and nothing without a sale or in an old report', () => {
    expect(rowsOf(laneWith({ attempts: 350, attemptsPerSale: 1.5 }))[0]?.attemptsPerSale).toBe(1.5);
    const { attemptsPerSale: _, ...old } = laneWith();
    expect(rowsOf(laneWith({ attemptsPerSale: null }), old as typeof old & { attemptsPerSale: null }).map((row) => row.attemptsPerSale)).toEqual([null, null]);
  });

  test('is not known when the steps were not recorded', () => {
    expect(rowsOf(laneWith())[0]).toMatchObject({ traced: null, errors: [], queues: { connection: 0, lock: 0 } });
  });
});

describe('the errors of Postgres', () => {
  test('come with their names, the most frequent first', () => {
    expect(sqlStateCounts({ '40P01': 3, '40001': 312, XX000: 3 })).toEqual([
      { code: '40001', count: 312, name: 'serialization_failure' },
      { code: '40P01', count: 3, name: 'deadlock_detected' },
      { code: 'XX000', count: 3, name: null },
    ]);
  });
});
