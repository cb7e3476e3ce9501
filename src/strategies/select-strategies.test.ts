import { expect, it } from 'vitest';
import { STRATEGIES } from './registry';
import { selectStrategies } from './select-strategies';

it('takes ids and groups, in the order of the registry, and variants only by name', () => {
  expect(selectStrategies('for-update, naive')).toEqual({ ids: ['naive', 'for-update'], unknown: [] });
  expect(selectStrategies('all').ids).toEqual(STRATEGIES.map(({ id }) => id));
  expect(selectStrategies('for-update:nowait').ids).toEqual(['for-update:nowait']);
});

it('does not take property names of every object, such as constructor, for groups', () => {
  for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(selectStrategies(word)).toEqual({ ids: [], unknown: [word] });
});
