import { expect, it } from 'vitest';
import { statementText } from './statement-text';

it('is what a person would type', () => {
  expect(statementText('\n    select stock\n      from inventory\n    where id = $1 and name = $2 and gone is $3\n  ', [7, "O'Hara $1", null])).toBe(
    "select stock\n  from inventory\nwhere id = 7 and name = 'O''Hara $1' and gone is null",
  );
  expect(statementText('begin', [])).toBe('begin');
});
