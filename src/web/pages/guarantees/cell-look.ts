import { seenWord } from '@/domain/matrix-words';
import type { MatrixCell } from '@/domain/matrix';

/** How a cell is shown: a sign and a word, and only then a colour. */
export interface CellLook {
  sign: '✓' | '✗' | '◐' | '?';
  word: string;
  tone: 'safe' | 'bad' | 'dim' | 'warn';
}

export const LEGEND: readonly (CellLook & { means: string })[] = [
  { sign: '✓', word: 'holds', tone: 'safe', means: 'no anomaly; unknown outcomes widen the bounds and count for neither side' },
  { sign: '✗', word: 'an anomaly', tone: 'bad', means: 'violated, by the anomaly named' },
  { sign: '◐', word: 'loses sales', tone: 'dim', means: 'nothing worse than buyers who went away while stock remained' },
  { sign: '?', word: 'undecided', tone: 'warn', means: 'what was seen fits a right and a wrong run' },
];

/** What was seen in a cell. */
export function cellLook(cell: MatrixCell): CellLook {
  const word = seenWord(cell);
  if (word === 'holds') return { sign: '✓', word, tone: 'safe' };
  if (word === 'loses sales') return { sign: '◐', word, tone: 'dim' };
  if (word === 'undecided') return { sign: '?', word, tone: 'warn' };
  return { sign: '✗', word, tone: 'bad' };
}

/** What was expected of a cell, in the words of the cells themselves. */
export function expectedWord({ expected: { verdict, anomaly } }: MatrixCell): string {
  switch (verdict) {
    case 'pass':
      return 'passes: no anomaly, and every answer accounted for';
    case 'holds':
      return 'holds: no anomaly, though some outcomes may stay unknown';
    case 'loses-sales':
      return 'loses sales, and nothing worse';
    case 'turns-away':
      return 'may turn buyers away, and nothing worse';
    case 'violated':
      return `violated: ${anomaly ?? 'some anomaly'}`;
    case 'violated-somewhere':
      return `violated in at least one flood: ${anomaly ?? 'some anomaly'}`;
  }
}

/** What was seen, with its numbers. */
export function seenSentence(cell: MatrixCell): string {
  const { sign, word } = cellLook(cell);
  const others = cell.anomalies.filter((anomaly) => anomaly !== word);
  const also = sign === '✗' && others.length > 0 ? ` (and ${others.join(', ')})` : '';
  const lost = cell.lostOrders > 0 ? `, ${cell.lostOrders} of these orders lost` : '';
  return `${word}${also}; ${cell.confirmed} confirmed${lost}, ${cell.unknown} unknown, ${cell.lostSales} lost sales`;
}
