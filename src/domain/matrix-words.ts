import { FAULTS } from './fault';
import type { MatrixCell, MatrixReport } from './matrix';

/** The heading of a column. */
export function columnTitle({ fault, replicas }: { fault: string | null; replicas: number }): string {
  const title = FAULTS.find(({ name }) => name === fault)?.title ?? 'No fault';
  return fault === null ? `${title}, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}` : title;
}

/** What was seen in a cell, in as few words as will do: `holds`, `loses sales`, or its anomalies, the gravest first. */
export function seenWord({ verdict, anomalies, lostSales, expected }: MatrixCell): string {
  if (expected.verdict === 'loses-sales') return lostSales > 0 ? 'loses sales' : 'holds';
  if (verdict === 'violated') return (expected.anomaly !== null && anomalies.includes(expected.anomaly) ? expected.anomaly : anomalies[0]) ?? 'violated';
  return verdict === 'undecided' && expected.verdict === 'pass' ? 'undecided' : 'holds';
}

/** The cell of a row and a column; null where nothing is expected. */
export const cellOf = ({ cells }: MatrixReport, strategy: string, column: { fault: string | null; replicas: number }): MatrixCell | null =>
  cells.find((cell) => cell.strategy === strategy && cell.fault === column.fault && cell.replicas === column.replicas) ?? null;

/** How it went, in a sentence: cells as expected, purchases confirmed, orders lost. */
export function matrixSummary({ cells }: MatrixReport): string {
  const missed = cells.filter((cell) => cell.missed !== null).length;
  const under = cells.filter((cell) => cell.fault !== null);
  const sum = (count: (cell: MatrixCell) => number): number => under.reduce((total, cell) => total + count(cell), 0);
  const lost = sum((cell) => cell.lostOrders);
  return `${cells.length - missed} of ${cells.length} cells came out as expected. Under faults ${sum((cell) => cell.confirmed).toLocaleString('en')} purchases were confirmed, and ${lost === 0 ? 'none of these orders was' : `${lost} of these orders were`} lost; ${sum((cell) => cell.unknown)} outcomes stayed unknown to their buyers.`;
}
