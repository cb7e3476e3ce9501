import Table from 'cli-table3';
import pc from 'picocolors';

/** Columns without vertical rules: narrow, and readable when copied into a chat. Numbers are right-aligned. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[], leftColumns: number): string {
  const table = new Table({
    head: head.map((title) => pc.dim(title)),
    colAligns: head.map((_title, column) => (column < leftColumns ? 'left' : 'right')),
    chars: NO_RULES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

const NO_RULES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'].map(
    (place) => [place, ''],
  ),
);
