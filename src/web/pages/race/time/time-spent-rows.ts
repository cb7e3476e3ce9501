import type { LaneReport } from '@/domain/report';
import type { ChartLane } from '@/web/pages/race/charts/chart-lane';
import { duration } from '@/web/parts/words/format';
import { sqlStateCounts, type SqlStateCount } from './sql-states';
import { TIME_LOOKS, type TimeLook } from './time-kinds';

/** A piece of a bar: its milliseconds, and their share of the axis. */
export interface TimePiece extends TimeLook {
  ms: number;
  share: number;
}

/** The mean purchase of a lane. Without `traced` its steps were not recorded, or it has not ended yet. */
export interface TimeRow {
  key: string;
  title: string;
  traced: { totalMs: number; pieces: TimePiece[] } | null;
  /** Attempts that a confirmed purchase needed; null when nothing was sold, and in old reports. */
  attemptsPerSale: number | null;
  queues: { connection: number; lock: number } | null;
  errors: SqlStateCount[];
}

/** Of the width, for the longest bar: the rest holds its total. */
const LONGEST = 0.86;

/** A row a lane. All bars have one scale. */
export function timeSpentRows(lanes: readonly ChartLane[]): TimeRow[] {
  const endMs = Math.max(1, ...lanes.map(({ report }) => totalMs(report))) / LONGEST;
  return lanes.map(({ key, title, report }) => rowOf(key, title, report, endMs));
}

function rowOf(key: string, title: string, report: LaneReport | null, endMs: number): TimeRow {
  return {
    key,
    title,
    traced: report?.timeSpent ? { totalMs: totalMs(report), pieces: piecesOf(report.timeSpent, endMs) } : null,
    attemptsPerSale: report?.attemptsPerSale ?? null,
    queues: report ? { connection: report.poolQueuePeak, lock: report.lockQueuePeak } : null,
    errors: sqlStateCounts(report?.sqlStates ?? {}),
  };
}

const piecesOf = (spent: NonNullable<LaneReport['timeSpent']>, endMs: number): TimePiece[] =>
  TIME_LOOKS.flatMap((look) => (spent[look.kind] > 0 ? [{ ...look, ms: spent[look.kind], share: spent[look.kind] / endMs }] : []));

const totalMs = (report: LaneReport | null): number => (report?.timeSpent ? Object.values(report.timeSpent).reduce((sum, ms) => sum + ms, 0) : 0);

/** The bar in words: '212 ms: waits for a lock 180 ms, statements 20 ms'. */
export const timeWords = ({ totalMs: total, pieces }: NonNullable<TimeRow['traced']>): string =>
  `${duration(total)}: ${[...pieces].sort((a, b) => b.ms - a.ms).map(({ word, ms }) => `${word} ${duration(ms)}`).join(', ')}`;
