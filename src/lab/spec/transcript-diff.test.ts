import { expect, it } from 'vitest';
import { transcriptDiff } from './transcript-diff';

it('says nothing of texts that are the same, the newline at their end and those of Windows aside', () => {
  expect(transcriptDiff('a\nb\n', 'a\r\nb')).toEqual([]);
});

it('shows what is missing and what was not expected, with three lines around it', () => {
  const lines = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_unused, at) => `line ${from + at}`);
  const expected = [...lines(1, 5), 'gone', ...lines(6, 20), 'last'].join('\n');
  const found = [...lines(1, 5), 'new', 'newer', ...lines(6, 20)].join('\n');
  expect(transcriptDiff(expected, found)).toEqual([
    '  line 3', '  line 4', '  line 5', '- gone', '+ new', '+ newer', '  line 6', '  line 7', '  line 8', '  ...', '  line 18', '  line 19', '  line 20', '- last',
  ]);
});

it('finds one line that moved among many that did not', () => {
  expect(transcriptDiff('a\nb\nc', 'b\nc\na')).toEqual(['- a', '  b', '  c', '+ a']);
});
