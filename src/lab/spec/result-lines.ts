type Value = string | null;

/**
 * A result as libpq's PQprint shows it, aligned and with its header: a line each, the last one empty. Nothing for a result
 * without columns. Widths count bytes, not letters, and a column in which every value looks like a number is set to the right.
 */
export function resultLines(columns: readonly string[], rows: readonly (readonly Value[])[]): string[] {
  if (columns.length === 0) return [];
  const shapes = columns.map((name, index) => {
    const values = rows.map((row) => row[index] ?? '');
    return { width: Math.max(...[name, ...values].map(byteLength)), toTheLeft: values.some((value) => value !== '' && !looksLikeNumber(value)) };
  });
  const line = (values: readonly Value[]): string => shapes.map(({ width, toTheLeft }, index) => padded(values[index] ?? '', width, toTheLeft)).join('|');
  return [
    line(columns),
    shapes.map(({ width }) => '-'.repeat(width)).join('+'),
    ...rows.map(line),
    `(${rows.length} row${rows.length === 1 ? '' : 's'})`,
    '',
  ];
}

/** As PQprint has it: made of digits, `.`, `e`, space and `-`, ends with a digit, and does not begin with an `e`. */
const looksLikeNumber = (value: string): boolean => /^[0-9.Ee -]*[0-9]$/.test(value) && !/^[Ee]/.test(value);

function padded(value: string, width: number, toTheLeft: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - byteLength(value)));
  return toTheLeft ? value + blanks : blanks + value;
}

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');
