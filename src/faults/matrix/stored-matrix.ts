import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import type { MatrixReport } from '@/domain/matrix';
import { loadMatrix, type MatrixColumn } from '@/experiments/load-matrix';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { STRATEGIES } from '@/strategies/registry';
import { matrixPage } from './matrix-page';

/** What is expected. Throws `ExperimentError` with the faults of the file. */
export const readMatrix = (limits: PlanLimits, size: 'full' | 'quick'): Promise<MatrixColumn[]> =>
  loadMatrix(join(projectRoot(), 'experiments/matrix/expected.yaml'), STRATEGIES, limits, size);

const DOCUMENTED = (): string => join(projectRoot(), 'docs/guarantees.json');
const lastRun = (stateDir: string): string => join(stateDir, 'guarantees.json');

/** Keeps a matrix as the last one on this machine; `document` also writes the docs from it. Gives the files written. */
export async function keepMatrix(report: MatrixReport, stateDir: string, document: boolean): Promise<string[]> {
  const text = `${JSON.stringify(report, null, 1)}\n`;
  const files: [string, string][] = [[lastRun(stateDir), text]];
  if (document) files.push([DOCUMENTED(), text], [join(projectRoot(), 'docs/guarantees.md'), matrixPage(report)]);
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return files.map(([path]) => path);
}

/** The last matrix of this machine, else the one of the docs; null when there is neither. */
export async function lastMatrix(stateDir: string): Promise<MatrixReport | null> {
  for (const path of [lastRun(stateDir), DOCUMENTED()]) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const report = JSON.parse(text) as MatrixReport;
    // Version 0.1 wrote the one name only.
    return { ...report, cells: report.cells.map((cell) => ({ ...cell, expected: cell.foretold })) };
  }
  return null;
}
