import { expect, test } from 'vitest';
import { problemWords } from './problem-words';

test('a lost Postgres is reported in a sentence, and no SQL is shown', () => {
  const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
  const failed = new Error('Failed query: select "id" from "runs"\nparams: 50', { cause: refused });
  for (const error of [failed, refused, new Error('wrapped', { cause: refused })]) expect(problemWords(error)).toMatch(/^Postgres does not answer at the moment\./);
});

test('what already is a sentence stays as it is', () => {
  expect(problemWords(new Error('The web needs DATABASE_URL.'))).toBe('The web needs DATABASE_URL.');
  expect(problemWords('odd')).toBe('odd');
});
