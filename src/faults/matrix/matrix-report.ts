import type { MatrixCell, MatrixReport } from '@/domain/matrix';
import type { LaneReport } from '@/domain/report';
import type { ExperimentResult } from '@/experiments/judge-experiment';
import type { MatrixColumn } from '@/experiments/load-matrix';
import { STRATEGIES } from '@/strategies/registry';

/** Puts the columns that were carried out together; `results` in the order of `columns`. Pure. */
export function matrixReport(columns: readonly MatrixColumn[], results: readonly ExperimentResult[], finishedAt: Date): MatrixReport {
  const cells = columns.flatMap((column, index) => cellsOf(column, results[index]));
  const environment = results[0]?.reports[0]?.environment;
  if (!environment) throw new Error('No column of the matrix was carried out; nothing was written.');
  const rows = new Set(cells.map((cell) => cell.strategy));
  return {
    schemaVersion: 1,
    finishedAt: finishedAt.toISOString(),
    environment,
    columns: columns.map(({ fault, replicas }) => ({ fault, replicas })),
    strategies: STRATEGIES.flatMap(({ id }) => (rows.has(id) ? [id] : [])),
    cells,
  };
}

function cellsOf({ fault, replicas, experiment }: MatrixColumn, result: ExperimentResult | undefined): MatrixCell[] {
  const lanes = result?.reports.flatMap((report) => report.lanes) ?? [];
  return experiment.expectations.flatMap(({ strategy, verdict, anomaly }) => {
    const lane = lanes.find((candidate) => candidate.strategy === strategy);
    if (!lane) return [];
    const missed = result?.missed.find((sentence) => sentence.startsWith(`${strategy}:`) || sentence.startsWith(`${strategy} `)) ?? null;
    return [{ strategy, fault, replicas, expected: { verdict, anomaly }, foretold: { verdict, anomaly }, ...seenIn(lane), missed }];
  });
}

function seenIn(lane: LaneReport): Omit<MatrixCell, 'strategy' | 'fault' | 'replicas' | 'expected' | 'foretold' | 'missed'> {
  return {
    verdict: lane.verdict,
    anomalies: lane.findings.map(({ anomaly }) => anomaly),
    lostSales: lane.lostSales,
    confirmed: lane.confirmed,
    unknown: lane.unknown,
    lostOrders: lane.findings.find(({ anomaly }) => anomaly === 'phantom-confirmation')?.count ?? 0,
    told: lane.fault?.told ?? null,
  };
}
