import type { ServerReport } from '@/stores/postgres/wire/wire-connection';

/** What a transcript shows of a failed step: the details may hold transaction ids, which differ from run to run. */
export const shortReport = ({ severity, message }: ServerReport): string => `${severity ?? ''}:  ${message ?? ''}`;

/**
 * An error or a notice in full, as libpq words it for people: with the line that it points at, details and hint, and where it
 * came from if it is an error. `sql` is what had been sent.
 */
export function fullReport(report: ServerReport, sql: string, kind: 'error' | 'notice'): string {
  const lines = [shortReport(report)];
  const position = Number(report.position ?? '0');
  const innerPosition = Number(report.internalPosition ?? '0');
  const inner = report.internalQuery;
  if (position > 0) lines.push(...pointedLine(sql, position));
  else if (innerPosition > 0 && inner !== undefined) lines.push(...pointedLine(inner, innerPosition));
  const named = (label: string, text: string | undefined): string[] => (text === undefined ? [] : [`${label}:  ${text}`]);
  lines.push(...named('DETAIL', report.detail), ...named('HINT', report.hint));
  if (inner !== undefined) lines.push(`QUERY:  ${inner}`);
  if (kind === 'error') lines.push(...named('CONTEXT', report.where));
  return lines.join('\n');
}

/** libpq cuts a line to this many letters, and keeps so many of them to the right of what it points at. */
const SHOWN = 60;
const KEPT_RIGHT = 10;

/** The line of SQL that holds a position (in letters, from 1), with a caret below it. */
function pointedLine(sql: string, position: number): string[] {
  const letters = Array.from(sql.replaceAll('\r\n', '\n'));
  const at = position - 1;
  if (at > letters.length) return [];
  const before = letters.slice(0, at);
  const lineNumber = before.filter((letter) => letter === '\n').length + 1;
  let from = before.lastIndexOf('\n') + 1;
  const newline = letters.indexOf('\n', at);
  let to = newline === -1 ? letters.length : newline;
  let cutLeft = false;
  let cutRight = false;
  if (to - from > SHOWN) {
    const wanted = Math.max(from + SHOWN, Math.min(to, at + KEPT_RIGHT));
    cutRight = wanted < to;
    to = wanted;
    cutLeft = to - from > SHOWN;
    from = Math.max(from, to - SHOWN);
  }
  const text = letters.slice(from, to).join('').replaceAll('\t', ' ');
  const head = `LINE ${lineNumber}: ${cutLeft ? '...' : ''}`;
  return [`${head}${text}${cutRight ? '...' : ''}`, `${' '.repeat(head.length + at - from)}^`];
}
