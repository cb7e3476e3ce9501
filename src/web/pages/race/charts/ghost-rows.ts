import type { ChartLane } from './chart-lane';

/** What a lane had reserved in Redis and not yet in Postgres, over time. */
export interface GhostRow {
  lane: ChartLane;
  points: { tMs: number; value: number }[];
  peak: number;
  left: number;
}

/** The lanes that count in Redis and were watched; the others have no row. */
export const ghostRows = (lanes: readonly ChartLane[]): GhostRow[] =>
  lanes.flatMap((lane) => {
    const series = lane.report?.ghostSeries ?? [];
    if (series.length === 0) return [];
    const points = [{ tMs: 0, value: 0 }, ...series.map(({ tMs, units }) => ({ tMs, value: units }))];
    return [{ lane, points, peak: Math.max(...points.map(({ value }) => value)), left: points.at(-1)?.value ?? 0 }];
  });
