import pc from 'picocolors';
import type { ChaosReport, ChaosRow } from '@/domain/chaos';
import { plainTable } from './plain-table';

const HEADS = ['fault', 'purchases', 'confirmed', 'unknown', 'struck', 'lost', 'twice', 'oversold', 'healthy again after', 'verdict'];

/** One row for each fault; below the table what was measured, and why a row did not pass. */
export function chaosTable({ rows }: ChaosReport): string {
  const notes = rows.flatMap((row) => [...row.complaints.map((complaint) => pc.red(`  ${row.title}: ${complaint}`)), ...row.notes.map((note) => pc.dim(`  ${row.title}: ${note}`))]);
  const reasons = rows.flatMap((row) => (row.notPossible === null ? [] : [`  ${row.title}: not possible here: ${row.notPossible}`]));
  return [plainTable(HEADS, rows.map(cells), 1), ...notes, ...reasons].join('\n');
}

function cells(row: ChaosRow): string[] {
  if (row.notPossible !== null) return [row.title, '', '', '', '', '', '', '', '', 'not possible here'];
  const { purchases, confirmed, unknown, struck, lost, doubled, oversold, healthyAfterMs } = row;
  const seconds = healthyAfterMs === null ? '' : `${(healthyAfterMs / 1_000).toFixed(1)} s`;
  return [row.title, ...[purchases, confirmed, unknown, struck, lost, doubled, oversold].map(String), seconds, verdictWord(row)];
}

const verdictWord = ({ verdict }: ChaosRow): string => (verdict === 'pass' ? pc.green(verdict) : verdict === 'violated' ? pc.red(verdict) : pc.yellow(verdict));

/** One summarizing sentence, with the exit code. */
export function chaosSummary({ rows, seed, verdict, exitCode }: ChaosReport): string {
  const passed = rows.filter((row) => row.notPossible === null && row.verdict === 'pass').length;
  const left = rows.filter((row) => row.notPossible !== null).length;
  const rest = left === 0 ? '' : `, ${left} not possible here`;
  return `${passed} of ${rows.length} faults broke no guarantee${rest}: ${verdict} (seed ${seed}, exit ${exitCode}).`;
}
