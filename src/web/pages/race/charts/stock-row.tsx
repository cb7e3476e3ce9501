import { memo } from 'react';
import { count } from '@/web/parts/words/format';
import { BoltIcon, CheckIcon } from '@/web/parts/icons';
import type { ChartLane } from './chart-lane';
import { areaPath, BOX, faultMarks, linePath, type FaultMark } from './stock-shape';
import { TIME_GRID } from './time-rows';

interface StockRowProps {
  lane: ChartLane;
  stock: number;
  endMs: number;
}

/** One product from full to empty: its stock, and the moments at which something was broken and mended. */
export const StockRow = memo(function StockRow({ lane, stock, endMs }: StockRowProps) {
  const points = lane.series.map(({ tMs, stock: value }) => ({ tMs, value }));
  return (
    <div className={`${TIME_GRID} min-h-0 flex-1`}>
      <p className="truncate text-right text-cap text-dim">{lane.title}</p>
      <div className="relative h-full border-b border-line">
        <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" className="absolute inset-x-0 top-1 bottom-0 h-[calc(100%-0.25rem)] w-full overflow-visible">
          <path d={areaPath(points, endMs, stock)} fill={lane.color} opacity={0.18} />
          <path d={linePath(points, endMs, stock)} fill="none" stroke={lane.color} strokeWidth={2.25} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
        </svg>
        {faultMarks(lane, endMs).map((mark) => (
          <Mark key={mark.kind} mark={mark} />
        ))}
      </div>
      <p className="text-cap whitespace-nowrap tabular-nums">{lane.begun ? `${count(points.at(-1)?.value ?? stock)} left` : '–'}</p>
    </div>
  );
});

function Mark({ mark: { share, kind } }: { mark: FaultMark }) {
  const Icon = kind === 'struck' ? BoltIcon : CheckIcon;
  return (
    <div className="absolute inset-y-0 border-l-2 border-dotted border-warn" style={{ left: `${share * 100}%` }}>
      <span className={`absolute top-0 rounded-sm bg-panel text-warn ${share > 0.9 ? 'right-0.5' : 'left-0.5'}`}>
        <Icon className="size-3" />
      </span>
    </div>
  );
}
