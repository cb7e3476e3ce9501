/** A line that both texts have, or that only one has. */
export interface DiffLine {
  kind: 'both' | 'expected' | 'found';
  text: string;
}

/** Lines shown around what differs. */
const CONTEXT = 3;

/**
 * What has to change to get from the expected text to the one that was found: `-` before a line that is missing, `+` before one
 * that was not expected, with three lines around it. Empty when they are the same; a missing newline at the end is no difference.
 */
export function transcriptDiff(expected: string, found: string): string[] {
  const lines = comparedLines(linesOf(expected), linesOf(found));
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'both'));
  return lines.flatMap(({ kind, text }, index) => {
    if (isNear[index] !== true) return isNear[index - 1] === true ? ['  ...'] : [];
    return [`${kind === 'both' ? ' ' : kind === 'expected' ? '-' : '+'} ${text}`];
  });
}

const linesOf = (text: string): string[] => text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');

/** By a longest common subsequence; lines that begin and end both texts alike are left out of the search. */
function comparedLines(expected: readonly string[], found: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < expected.length && head < found.length && expected[head] === found[head]) head += 1;
  let tail = 0;
  while (tail < expected.length - head && tail < found.length - head && expected.at(-1 - tail) === found.at(-1 - tail)) tail += 1;
  const both = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'both', text }));
  return [
    ...both(expected.slice(0, head)),
    ...differing(expected.slice(head, expected.length - tail), found.slice(head, found.length - tail)),
    ...both(expected.slice(expected.length - tail)),
  ];
}

function differing(expected: readonly string[], found: readonly string[]): DiffLine[] {
  // common[i][j]: how many lines expected from i and found from j have in common.
  const common = Array.from({ length: expected.length + 1 }, () => new Uint32Array(found.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = found.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = expected[i] === found[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < found.length) {
    const [missing, extra] = [expected[i], found[j]];
    if (missing !== undefined && missing === extra) {
      lines.push({ kind: 'both', text: missing });
      i += 1;
      j += 1;
    } else if (missing !== undefined && (extra === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'expected', text: missing });
      i += 1;
    } else {
      lines.push({ kind: 'found', text: extra ?? '' });
      j += 1;
    }
  }
  return lines;
}
