import type { SeriesPoint } from '@/domain/report';
import type { LaneView } from './run-view';

/** The numbers on a lane. Null: not known yet, shown as a dash in a column that is there already. */
export interface LaneFigures {
  sold: number;
  oversold: number;
  soldOut: number | null;
  gaveUp: number | null;
  unknown: number | null;
  goodputPerSecond: number | null;
  p95Ms: number | null;
  /** Attempts beyond the first, over all purchases. */
  retries: number | null;
  /** Attempts to take an application lock that another buyer held. */
  lockWaits: number | null;
}

const NOTHING: LaneFigures = {
  sold: 0,
  oversold: 0,
  soldOut: null,
  gaveUp: null,
  unknown: null,
  goodputPerSecond: null,
  p95Ms: null,
  retries: null,
  lockWaits: null,
};

/** What a lane shows now: its report once it has one, else its latest counts. */
export function laneFigures(lane: LaneView): LaneFigures {
  const { report, counts } = lane;
  if (report) {
    const { unitsSold, oversold, soldOut, gaveUp, unknown, goodputPerSecond, latencyMs, retries, lockWaits } = report;
    return { sold: unitsSold, oversold, soldOut, gaveUp, unknown, goodputPerSecond, p95Ms: latencyMs.p95, retries, lockWaits };
  }
  if (!counts) return NOTHING;
  const { unitsSold, oversold, confirmed, soldOut, gaveUp, unknown, goodputPerSecond, latencyMs, attempts, lockWaits } = counts;
  const answered = confirmed + soldOut + gaveUp + unknown;
  const retries = Math.max(0, attempts - answered);
  return { sold: unitsSold, oversold, soldOut, gaveUp, unknown, goodputPerSecond, p95Ms: latencyMs.p95, retries, lockWaits };
}

/** The same lane at a moment of the replay: sales and refusals as they were; the rest appears when the lane has ended. */
export function figuresAt(lane: LaneView, tMs: number, stock: number): LaneFigures {
  const end = laneFigures(lane);
  const point = pointAt(lane.series, tMs);
  if (!point) return end;
  const { unitsSold, soldOut, gaveUp, unknown } = point;
  return { ...end, goodputPerSecond: null, p95Ms: null, retries: null, lockWaits: null, sold: unitsSold, oversold: Math.max(0, unitsSold - stock), soldOut, gaveUp, unknown };
}

/** Between two points everything grows evenly; before the first, from zero; null after the last one. */
function pointAt(series: readonly SeriesPoint[], tMs: number): Omit<SeriesPoint, 'tMs' | 'stock'> | null {
  const next = series.findIndex((point) => point.tMs > tMs);
  const after = series[next];
  if (!after) return null;
  const before = series[next - 1] ?? { tMs: 0, unitsSold: 0, soldOut: 0, gaveUp: 0, unknown: 0 };
  const span = after.tMs - before.tMs;
  const share = span > 0 ? Math.max(0, tMs - before.tMs) / span : 1;
  const between = (a: number, b: number) => Math.round(a + (b - a) * share);
  return {
    unitsSold: between(before.unitsSold, after.unitsSold),
    soldOut: between(before.soldOut, after.soldOut),
    gaveUp: between(before.gaveUp, after.gaveUp),
    unknown: between(before.unknown, after.unknown),
  };
}
