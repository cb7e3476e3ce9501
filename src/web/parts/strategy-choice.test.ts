import { describe, expect, test } from 'vitest';
import { strategyInfo } from '@/testing/strategy-fixtures';
import { choiceWords, isChosen, strategyGroups, strategyPresets, withVariants } from './strategy-choice';

const CATALOGUE = [
  strategyInfo({ id: 'naive', class: 'unsafe', title: 'Naive' }),
  strategyInfo({ id: 'for-update', title: 'FOR UPDATE', variants: [strategyInfo({ id: 'for-update:nowait', class: 'loses-sales', title: 'NOWAIT' })] }),
  strategyInfo({ id: 'redlock', unavailable: 'Redis is not running here.' }),
  strategyInfo({ id: 'serializable' }),
  strategyInfo({ id: 'check-constraint', class: 'unsafe' }),
  strategyInfo({ id: 'decr-then-check', class: 'loses-sales' }),
];

describe('the choice of strategies', () => {
  test('is grouped by class, and a variant stays with its strategy', () => {
    const groups = strategyGroups(CATALOGUE);
    expect(groups.map((group) => [group.class, group.strategies.map(({ id }) => id)])).toEqual([
      ['safe', ['for-update', 'redlock', 'serializable']],
      ['unsafe', ['naive', 'check-constraint']],
      ['loses-sales', ['decr-then-check']],
    ]);
    expect(withVariants(CATALOGUE).map(({ id }) => id).slice(0, 3)).toEqual(['naive', 'for-update', 'for-update:nowait']);
  });

  test('can be made at one press, of what runs here', () => {
    expect(Object.fromEntries(strategyPresets(CATALOGUE).map(({ name, ids }) => [name, ids]))).toEqual({
      'The five': ['naive', 'for-update'],
      'All safe': ['for-update', 'serializable'],
      'All that look right and are not': ['check-constraint', 'decr-then-check'],
      All: ['naive', 'for-update', 'serializable', 'check-constraint', 'decr-then-check'],
    });
  });

  test('is a preset in whatever order it was made', () => {
    expect(isChosen({ name: 'x', ids: ['a', 'b'] }, ['b', 'a'])).toBe(true);
    expect(isChosen({ name: 'x', ids: ['a', 'b'] }, ['a'])).toBe(false);
  });

  test('fits a control in words', () => {
    expect(choiceWords([], CATALOGUE)).toBe('none');
    expect(choiceWords(['for-update:nowait'], CATALOGUE)).toBe('NOWAIT');
    expect(choiceWords(['naive', 'serializable'], CATALOGUE)).toBe('2 of 6');
    expect(choiceWords(['naive', 'for-update:nowait'], CATALOGUE)).toBe('2 chosen');
  });
});
