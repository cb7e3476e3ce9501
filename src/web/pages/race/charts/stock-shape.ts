import type { ChartLane } from './chart-lane';

/** Shapes are drawn in a box of this many units, stretched to its row. */
export const BOX = { width: 1000, height: 100 } as const;

/** A moment of a fault on the time axis, as a share of it. */
export interface FaultMark {
  share: number;
  kind: 'struck' | 'mended';
}

/** The end of the time axis, milliseconds; one second when there is nothing yet. */
export const lastMoment = (lanes: readonly ChartLane[]): number =>
  Math.max(0, ...lanes.flatMap(({ series, report }) => [...series, ...(report?.ghostSeries ?? [])].map(({ tMs }) => tMs))) || 1_000;

/** The line of a quantity over time, from zero at the foot to `most` at the top, as an SVG path; empty with fewer than two points. */
export function linePath(points: readonly { tMs: number; value: number }[], endMs: number, most: number): string {
  if (points.length < 2) return '';
  return points.map(({ tMs, value }, index) => `${index === 0 ? 'M' : 'L'}${acrossBox(tMs, endMs)} ${upBox(value, most)}`).join('');
}

/** The same line with the area under it closed. */
export function areaPath(points: readonly { tMs: number; value: number }[], endMs: number, most: number): string {
  const [first] = points;
  const last = points.at(-1);
  const line = linePath(points, endMs, most);
  if (line === '' || !first || !last) return '';
  return `${line}L${acrossBox(last.tMs, endMs)} ${BOX.height}L${acrossBox(first.tMs, endMs)} ${BOX.height}Z`;
}

/** When the fault of a lane struck and was mended; a mark beyond the axis is drawn at its end. */
export function faultMarks({ report }: Pick<ChartLane, 'report'>, endMs: number): FaultMark[] {
  const fault = report?.fault;
  if (!fault) return [];
  const mark = (tMs: number | null, kind: FaultMark['kind']): FaultMark[] => (tMs === null ? [] : [{ share: Math.min(1, Math.max(0, tMs / endMs)), kind }]);
  return [...mark(fault.struckMs, 'struck'), ...mark(fault.mendedMs, 'mended')];
}

const acrossBox = (tMs: number, endMs: number): number => round((Math.min(tMs, endMs) / endMs) * BOX.width);
const upBox = (value: number, most: number): number => round(BOX.height * (1 - Math.min(1, Math.max(0, value / most))));
const round = (value: number): number => Math.round(value * 10) / 10;
