import { diffArrays } from 'diff';

/** A line on one side of a diff; `gap` holds the place of a line that only the other side has. */
export type DiffLine = { kind: 'same' | 'changed'; index: number } | { kind: 'gap' };

export interface SideBySide {
  left: DiffLine[];
  right: DiffLine[];
}

/** Two texts line by line, side by side, both sides of one length. Indentation does not count as a change. */
export function sideBySide(left: readonly string[], right: readonly string[]): SideBySide {
  const sides: SideBySide = { left: [], right: [] };
  const at = { left: 0, right: 0 };
  const take = (side: 'left' | 'right', kind: 'same' | 'changed', count: number): void => {
    for (let line = 0; line < count; line++) sides[side].push({ kind, index: at[side]++ });
  };
  const trimmed = (lines: readonly string[]): string[] => lines.map((line) => line.trim());
  for (const { added, removed, count } of diffArrays(trimmed(left), trimmed(right))) {
    if (added) take('right', 'changed', count);
    else if (removed) take('left', 'changed', count);
    else {
      level(sides);
      take('left', 'same', count);
      take('right', 'same', count);
    }
  }
  level(sides);
  return sides;
}

/** Where the code begins: after the comment that opens a strategy file, whose lines are shown as words. */
export function afterHeader(lines: readonly string[]): number {
  if (!lines[0]?.startsWith('/**')) return 0;
  return lines.findIndex((line) => line.trim().endsWith('*/')) + 1;
}

/** Makes the shorter side as long as the other. */
function level({ left, right }: SideBySide): void {
  while (left.length < right.length) left.push({ kind: 'gap' });
  while (right.length < left.length) right.push({ kind: 'gap' });
}
