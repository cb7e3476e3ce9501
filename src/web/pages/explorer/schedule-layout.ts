import type { ScheduleSeen } from '@/domain/exploration';
import type { ScheduleGroup } from './schedule-groups';

/** How large a schedule is drawn, in rem. */
export interface ScheduleSize {
  /** One move, with the gap after it. */
  step: number;
  width: number;
  height: number;
}

/** One row of the picture: a heading, or as many schedules as fit beside each other. `at`: the place of its first schedule among all. */
export type GridRow = { kind: 'heading'; top: number; height: number; group: ScheduleGroup } | { kind: 'schedules'; top: number; height: number; at: number; schedules: readonly ScheduleSeen[] };

export interface GridLayout {
  size: ScheduleSize;
  columns: number;
  rows: readonly GridRow[];
  height: number;
}

/** From what is read in the last row of a room to what can just be distinguished. */
const STEPS = [1.5, 1.15, 0.9, 0.7, 0.55, 0.42, 0.32] as const;
/** The hatched edge, and the sign at the end. */
const EDGE = 0.55;
const SIGN = 1.25;
const GAP = 0.5;
const HEADING = 2.4;
/** A schedule becomes at most so many times as wide to fill its line. */
const STRETCH = 1.3;
/** Lines that Page Up and Page Down leap over. */
const PAGE = 8;

/** The moves of the longest schedule. */
export const longest = (schedules: readonly ScheduleSeen[]): number => Math.max(1, ...schedules.map(({ schedule }) => (schedule.length + 1) / 2));

/** A lane a buyer: each move is as high as it is wide, so that position and not hue alone distinguishes lanes and moves. */
function sizeOf(step: number, moves: number, buyers: number): ScheduleSize {
  return { step, width: EDGE + moves * step + SIGN + 0.35, height: buyers * Math.min(step, 1.15) + 0.5 };
}

/**
 * The position of every schedule, in rem. Drawn as large as the picture then fits a height of `fits`; where none does, small, to be
 * scrolled. Schedules stand in the same columns in every group.
 */
export function gridLayout(groups: readonly ScheduleGroup[], buyers: number, width: number, fits: number): GridLayout {
  const moves = longest(groups.flatMap((group) => group.schedules));
  const layouts = STEPS.map((step) => layoutWith(sizeOf(step, moves, buyers), groups, width)).filter((layout) => layout.size.width <= width);
  const smallest = layoutWith(sizeOf(STEPS.at(-1) ?? 0.32, moves, buyers), groups, width);
  // To be scrolled anyway: then large enough to be read.
  return layouts.find((layout) => layout.height <= fits) ?? layouts.findLast(({ size }) => size.step >= 0.55) ?? layouts.at(-1) ?? smallest;
}

function layoutWith(least: ScheduleSize, groups: readonly ScheduleGroup[], width: number): GridLayout {
  const columns = Math.max(1, Math.floor((width + GAP) / (least.width + GAP)));
  const size = stretched(least, Math.floor(((width + GAP) / columns - GAP) * 100) / 100);
  const rows: GridRow[] = [];
  let top = 0;
  let at = 0;
  for (const group of groups) {
    rows.push({ kind: 'heading', top, height: HEADING, group });
    top += HEADING;
    for (let from = 0; from < group.schedules.length; from += columns) {
      const schedules = group.schedules.slice(from, from + columns);
      rows.push({ kind: 'schedules', top, height: size.height + GAP, at: at + from, schedules });
      top += size.height + GAP;
    }
    at += group.schedules.length;
  }
  return { size, columns, rows, height: top };
}

/** What is left over at the end of a line goes to its schedules, within limits. */
function stretched({ step, width, height }: ScheduleSize, upTo: number): ScheduleSize {
  const around = width - Math.round((width - EDGE - SIGN - 0.35) / step) * step;
  const wide = Math.max(width, Math.min(upTo, width * STRETCH));
  return { step: (step * (wide - around)) / (width - around), width: wide, height };
}

/** The rows in sight, and a few above and below. */
export function rowsInSight(rows: readonly GridRow[], top: number, height: number): GridRow[] {
  return rows.filter((row) => row.top + row.height >= top - height / 2 && row.top <= top + height * 1.5);
}

/** Where an arrow key leads from one schedule; the same when there is nothing there. Up and down keep the column. */
export function neighbour({ rows }: GridLayout, at: number, key: string): number {
  const lines = rows.filter((row) => row.kind === 'schedules');
  const last = lines.at(-1);
  const count = last ? last.at + last.schedules.length : 0;
  const line = lines.findIndex((row) => at >= row.at && at < row.at + row.schedules.length);
  const column = at - (lines[line]?.at ?? 0);
  const inLine = (row: (typeof lines)[number] | undefined): number => (row ? row.at + Math.min(column, row.schedules.length - 1) : at);
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      return inLine(lines[line + 1]);
    case 'ArrowUp':
      return inLine(lines[line - 1]);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return inLine(lines[Math.min(lines.length - 1, line + PAGE)]);
    case 'PageUp':
      return inLine(lines[Math.max(0, line - PAGE)]);
    default:
      return at;
  }
}
