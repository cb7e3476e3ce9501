/** A statement as a person would type it: without the indentation of its file, and with its values in place. */
export function statementText(text: string, values: readonly unknown[]): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const indents = lines.slice(text.startsWith('\n') ? 0 : 1).map((line) => line.length - line.trimStart().length);
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const dedented = lines.map((line, index) => (index === 0 && !text.startsWith('\n') ? line.trimEnd() : line.slice(indent).trimEnd()));
  // Values may look like placeholders themselves, so all are put in at once.
  return dedented.join('\n').replace(/\$(\d+)/g, (_whole, place: string) => literal(values[Number(place) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'`;
  return `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
}
