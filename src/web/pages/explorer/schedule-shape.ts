import { BUYER_NAMES, TIME_PASSES, type Move } from '@/domain/schedule';

/** Everything that one mover does in a schedule, as one path of squares. */
export interface LanePath {
  mover: Move;
  d: string;
}

/** A move's square leaves so much of its place free. */
const FILLED = 0.86;

/** A schedule as squares, a lane a buyer, in a box as wide as it has moves and as high as it has buyers. Time is a bar over all lanes. */
export function lanePaths(schedule: string, buyers: number): LanePath[] {
  const moves = schedule.split('.');
  const rest = (1 - FILLED) / 2;
  const square = (x: number, y: number, width: number, height: number): string => `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
  const lanes: LanePath[] = BUYER_NAMES.slice(0, buyers).map((mover, lane) => ({
    mover,
    d: moves.flatMap((name, move) => (name === mover ? [square(move + rest, lane + rest, FILLED, FILLED)] : [])).join(''),
  }));
  const time = moves.flatMap((name, move) => (name === TIME_PASSES ? [square(move + 0.3, rest, 0.4, buyers - 2 * rest)] : [])).join('');
  return [...lanes, { mover: TIME_PASSES, d: time } satisfies LanePath].filter(({ d }) => d !== '');
}

const round = (value: number): number => Math.round(value * 100) / 100;
