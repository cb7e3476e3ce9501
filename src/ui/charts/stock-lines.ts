import type { ChartLane } from './chart-lane';

/** One moment on the time axis; each lane's stock under its key, where the lane has a point then. */
export type StockRow = { tMs: number } & Record<string, number>;

/** Where the name of a line stands: on the line, at a moment and a height. */
export interface LineLabel {
  key: string;
  text: string;
  color: string;
  tMs: number;
  stock: number;
}

/** All points of all lanes as rows in order of time. Nothing is resampled: a lane has a value only where it was seen. */
export function stockRows(lanes: readonly ChartLane[]): StockRow[] {
  const rows = new Map<number, StockRow>();
  for (const { key, series } of lanes) {
    for (const { tMs, stock } of series) {
      const row: StockRow = rows.get(tMs) ?? { tMs };
      row[key] = Math.max(0, stock);
      rows.set(tMs, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.tMs - b.tMs);
}

/** The end of the time axis, milliseconds; one second when there is nothing yet. */
export const lastMoment = (lanes: readonly ChartLane[]): number =>
  Math.max(0, ...lanes.flatMap(({ series }) => series.map(({ tMs }) => tMs))) || 1_000;

/**
 * A place for each name: the quickest line low, the slowest high. Lines fall from the upper left, so to the right of
 * each label lie only slower lines, which are higher still.
 */
export function lineLabels(lanes: readonly ChartLane[], stock: number): LineLabel[] {
  const half = (lane: ChartLane) => lane.series.find((point) => point.stock <= stock / 2)?.tMs ?? Number.POSITIVE_INFINITY;
  const byPace = [...lanes].filter(({ series }) => series.length > 1).sort((a, b) => half(a) - half(b));
  return byPace.map((lane, rank) => {
    const share = byPace.length > 1 ? rank / (byPace.length - 1) : 0.5;
    return { key: lane.key, text: lane.title, color: lane.color, ...pointAtHeight(lane, stock * (0.1 + 0.78 * share)) };
  });
}

/** The moment at which a line comes down to a height; its end when it never does. */
function pointAtHeight({ series }: ChartLane, height: number): { tMs: number; stock: number } {
  const index = series.findIndex((point) => point.stock <= height);
  const after = series[index];
  const before = series[index - 1];
  if (!after) return { tMs: series.at(-1)?.tMs ?? 0, stock: series.at(-1)?.stock ?? height };
  if (!before || before.stock === after.stock) return { tMs: after.tMs, stock: after.stock };
  const share = (before.stock - height) / (before.stock - after.stock);
  return { tMs: before.tMs + share * (after.tMs - before.tMs), stock: height };
}
