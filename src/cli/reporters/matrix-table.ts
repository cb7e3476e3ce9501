import pc from 'picocolors';
import type { MatrixCell, MatrixReport } from '@/domain/matrix';
import { cellOf, columnTitle, seenWord } from '@/domain/matrix-words';
import { plainTable } from './plain-table';

/** The matrix with one letter for each cell, narrow enough for a terminal; the columns are numbered and named below. */
export function matrixTable(report: MatrixReport): string {
  const heads = ['', ...report.columns.map((_column, index) => String(index + 1))];
  const rows = report.strategies.map((id) => [id, ...report.columns.map((column) => mark(cellOf(report, id, column)))]);
  const names = report.columns.map((column, index) => `${index + 1} ${columnTitle(column)}`);
  return [
    plainTable(heads, rows, 1),
    pc.dim(`  ${names.join(' · ')}`),
    pc.dim('  + holds · x violated, as expected · L loses sales, as expected · ! not as expected · blank: not run'),
  ].join('\n');
}

function mark(cell: MatrixCell | null): string {
  if (!cell) return '';
  if (cell.missed !== null) return pc.red('!');
  const word = seenWord(cell);
  if (word === 'holds') return pc.green('+');
  return word === 'loses sales' ? 'L' : 'x';
}
