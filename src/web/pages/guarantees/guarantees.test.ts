import { describe, expect, test } from 'vitest';
import { cellWith, matrixWith } from '@/testing/matrix-fixtures';
import { strategyInfo } from '@/testing/strategy-fixtures';
import { cellLook, expectedWord, LEGEND, seenSentence } from './cell-look';
import { faultShops } from './fault-shops';
import { columnGroups } from './matrix-columns';

describe('a cell of the matrix', () => {
  test.each([
    [cellWith(), '✓', 'holds'],
    [cellWith({ expected: { verdict: 'holds', anomaly: null }, verdict: 'undecided' }), '✓', 'holds'],
    [cellWith({ verdict: 'undecided' }), '?', 'undecided'],
    [cellWith({ expected: { verdict: 'violated', anomaly: 'lost-update' }, verdict: 'violated', anomalies: ['oversell', 'lost-update'] }), '✗', 'lost-update'],
    [cellWith({ expected: { verdict: 'loses-sales', anomaly: null }, lostSales: 3 }), '◐', 'loses sales'],
  ])('%# says what was seen with a sign and a word', (cell, sign, word) => {
    expect(cellLook(cell)).toMatchObject({ sign, word });
    expect(LEGEND.map((entry) => entry.sign)).toContain(sign);
  });

  test('distinguishes expected and seen, with the numbers', () => {
    const cell = cellWith({ expected: { verdict: 'violated', anomaly: 'lost-update' }, verdict: 'violated', anomalies: ['oversell', 'lost-update'], unknown: 2, lostOrders: 1 });
    expect(expectedWord(cell)).toBe('violated: lost-update');
    expect(seenSentence(cell)).toBe('lost-update (and oversell); 12 confirmed, 1 of these orders lost, 2 unknown, 0 lost sales');
  });
});

describe('the columns of the matrix', () => {
  test('are grouped by class, and one that left the catalogue is still there', () => {
    const catalogue = [strategyInfo({ id: 'naive', class: 'unsafe', title: 'Naive' }), strategyInfo({ id: 'for-update', title: 'FOR UPDATE' })];
    expect(columnGroups(matrixWith(), catalogue).map((group) => [group.class, group.columns.map(({ title }) => title)])).toEqual([
      ['safe', ['FOR UPDATE']],
      ['unsafe', ['Naive']],
      [null, ['redlock']],
    ]);
  });
});

describe('the shops to flood with a fault', () => {
  const pause = { fault: 'pause-holder' };

  test('are one that breaks under it and its kin that holds', () => {
    const report = matrixWith();
    const cells = [...report.cells, cellWith({ ...pause, strategy: 'redlock-fenced' }), cellWith({ ...pause, strategy: 'naive', verdict: 'violated' })];
    expect(faultShops({ ...report, strategies: [...report.strategies, 'redlock-fenced'], cells }, 'pause-holder')).toEqual(['redlock', 'redlock-fenced']);
  });

  test('are any that hold when it has no kin, and none of an empty row', () => {
    expect(faultShops(matrixWith(), 'pause-holder')).toEqual(['for-update', 'redlock']);
    expect(faultShops(matrixWith(), 'slow-commits')).toEqual([]);
  });
});
