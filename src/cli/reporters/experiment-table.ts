import pc from 'picocolors';
import type { Experiment } from '@/domain/experiment';
import type { RunReport } from '@/domain/report';
import type { ExperimentResult } from '@/experiments/judge-experiment';
import { runTable } from './lane-table';
import { plainTable } from './plain-table';

/** An experiment that has been run: its table, unmet expectations, and the lesson. */
export function experimentTable(experiment: Experiment, result: ExperimentResult): string {
  const [only] = result.reports;
  const table = result.reports.length === 1 && only ? runTable(only) : ladder(experiment, result.reports);
  const missed = result.missed.map((sentence) => pc.red(`  not as expected: ${sentence}`));
  return [table, ...missed, result.missed.length === 0 ? pc.green('  as expected') : '', pc.dim(`  ${experiment.lesson}`)].filter(Boolean).join('\n');
}

/** A row for each value of the varied parameter and a column for each strategy: in how many floods the anomaly showed. */
function ladder({ varies }: Experiment, reports: readonly RunReport[]): string {
  const strategies = reports[0]?.plan.strategies ?? [];
  const rows = reports.map((report) => {
    const cells = strategies.map((id) => {
      const lanes = report.lanes.filter((lane) => lane.strategy === id);
      const caught = lanes.filter((lane) => lane.verdict === 'violated');
      const units = lanes.map((lane) => lane.unitsSold);
      const [low, high] = [Math.min(...units), Math.max(...units)];
      const range = low === high ? String(low) : `${low} to ${high}`;
      const lost = lanes.reduce((sum, lane) => sum + lane.lostUpdates, 0);
      const sold = `sold ${range} of ${report.plan.stock}`;
      if (caught.length === 0) return `held ${lanes.length} of ${lanes.length}, ${sold}`;
      return pc.red(`violated ${caught.length} of ${lanes.length}, ${sold}, ${lost} lost updates`);
    });
    return [varies ? String(report.plan[varies]) : '', ...cells];
  });
  return `\n${plainTable([varies ?? 'flood', ...strategies], rows, strategies.length + 1)}`;
}
