/** A line on one side of a diff; `gap` holds the place of a line that only the other side has. */
export type DiffLine = { kind: 'same' | 'changed'; index: number } | { kind: 'gap' };

export interface SideBySide {
  left: DiffLine[];
  right: DiffLine[];
}

/**
 * Two texts line by line, side by side, both sides of one length. Indentation does not count as a change.
 * By the longest common subsequence: our files are short, so the plain table will do.
 */
export function sideBySide(left: readonly string[], right: readonly string[]): SideBySide {
  const result: SideBySide = { left: [], right: [] };
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...commonLines(left, right), [left.length, right.length] as const]) {
    changed(result, range(i, nextI), range(j, nextJ));
    if (nextI < left.length && nextJ < right.length) {
      result.left.push({ kind: 'same', index: nextI });
      result.right.push({ kind: 'same', index: nextJ });
    }
    i = nextI + 1;
    j = nextJ + 1;
  }
  return result;
}

/** Where the code begins: after the comment that opens a strategy file, whose lines are shown as words. */
export function afterHeader(lines: readonly string[]): number {
  if (!lines[0]?.startsWith('/**')) return 0;
  return lines.findIndex((line) => line.trim().endsWith('*/')) + 1;
}

function changed(result: SideBySide, left: number[], right: number[]): void {
  for (let row = 0; row < Math.max(left.length, right.length); row++) {
    result.left.push(lineOf(left[row]));
    result.right.push(lineOf(right[row]));
  }
}

const lineOf = (index: number | undefined): DiffLine => (index === undefined ? { kind: 'gap' } : { kind: 'changed', index });

/** Pairs of indices of lines that both texts have, in order. */
function commonLines(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const a = left.map((line) => line.trim());
  const b = right.map((line) => line.trim());
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
