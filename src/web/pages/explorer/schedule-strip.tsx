import { memo } from 'react';
import { lanePaths } from './schedule-shape';

const FILLS = { A: 'fill-(--buyer-a)', B: 'fill-(--buyer-b)', C: 'fill-(--buyer-c)', D: 'fill-(--buyer-d)', T: 'fill-warn' } as const;

interface ScheduleStripProps {
  schedule: string;
  buyers: number;
  /** In rem. */
  width: number;
  height: number;
}

/** One schedule: time to the right, a lane a buyer, a square a move. It jumps between the lanes where the turn passes. */
export const ScheduleStrip = memo(function ScheduleStrip({ schedule, buyers, width, height }: ScheduleStripProps) {
  const moves = (schedule.length + 1) / 2;
  return (
    <svg aria-hidden viewBox={`0 0 ${moves} ${buyers}`} preserveAspectRatio="none" className="block shrink-0" style={{ width: `${width}rem`, height: `${height}rem` }}>
      {lanePaths(schedule, buyers).map(({ mover, d }) => <path key={mover} d={d} className={FILLS[mover]} />)}
    </svg>
  );
});
