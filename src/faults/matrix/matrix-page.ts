import { FAULTS } from '@/domain/fault';
import { cellOf, columnTitle, matrixSummary, seenWord } from '@/domain/matrix-words';
import type { MatrixReport } from '@/domain/matrix';

/** The matrix as a page of the docs, with when and on what it was carried out. Pure. */
export function matrixPage(report: MatrixReport): string {
  const { environment, finishedAt, columns, strategies } = report;
  // Strategies of which something is expected without a fault only would make the table twice as wide for nothing.
  const broken = strategies.filter((id) => report.cells.some((cell) => cell.strategy === id && cell.fault !== null));
  const sound = columns.filter(({ fault }) => fault === null);
  return [
    '# Guarantees',
    '',
    'Written by `npx stampede matrix --docs`; do not edit it by hand. The expectations are in',
    '[`experiments/matrix/expected.yaml`](../experiments/matrix/expected.yaml), and every cell below was carried out: real processes were stopped and killed, real servers restarted.',
    '',
    `Last run ${finishedAt.slice(0, 10)} · Stampede ${environment.stampede} · Node ${environment.node} · Postgres ${environment.postgres} · Redis ${environment.redis ?? 'none'} · synchronous_commit ${environment.synchronousCommit}`,
    '',
    matrixSummary(report),
    '',
    '- **holds**: no anomaly. Outcomes that cannot be known widen the bounds, and are never counted as sold or unsold.',
    '- an anomaly in bold: violated, and by that.',
    '- *loses sales*: nothing worse than buyers who went away while stock remained.',
    '- empty: nothing is expected, so it was not run.',
    '',
    '## Nothing broken',
    '',
    ...table(['strategy', ...sound.map(columnTitle)], strategies.map((id) => [`\`${id}\``, ...sound.map((column) => wordOf(report, id, column))])),
    '',
    '## Something broken on purpose',
    '',
    ...table(
      ['fault', ...broken.map((id) => `\`${id}\``)],
      columns.filter(({ fault }) => fault !== null).map((column) => [columnTitle(column), ...broken.map((id) => wordOf(report, id, column))]),
    ),
    '',
    '## The faults',
    '',
    ...FAULTS.map(({ title, name, what }) => `- **${title}** (\`--fault ${name}\`): ${what}`),
    '',
  ].join('\n');
}

function wordOf(report: MatrixReport, strategy: string, column: { fault: string | null; replicas: number }): string {
  const cell = cellOf(report, strategy, column);
  if (!cell) return '';
  const word = seenWord(cell);
  const shown = word === 'holds' ? word : word === 'loses sales' ? `*${word}*` : `**${word}**`;
  return cell.missed === null ? shown : `${shown} (not as expected)`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
