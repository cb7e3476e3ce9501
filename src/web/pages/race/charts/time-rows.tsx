import type { ReactNode } from 'react';
import { axisTime } from '@/web/parts/words/format';
import { ticksTo } from '@/web/parts/axis-scale';

/** Name, picture and words of a row over a time axis. */
export const TIME_GRID = 'grid grid-cols-[8.9rem_minmax(0,1fr)_5.2rem] items-center gap-x-3 max-sm:grid-cols-[6.6rem_minmax(0,1fr)_3.4rem] max-sm:gap-x-2';

interface TimeRowsProps {
  endMs: number;
  /** Rows on the same grid, one a lane; they share the height. */
  children: ReactNode;
}

/** Rows over one time axis from zero. */
export function TimeRows({ endMs, children }: TimeRowsProps) {
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 grow flex-col">{children}</div>
      <div className={`${TIME_GRID} h-[1.8rem] border-t border-line`}>
        <div className="relative col-start-2 h-full text-cap text-dim tabular-nums">
          {ticksTo(endMs).map((tick) => (
            <span key={tick} className={`absolute top-1.5 whitespace-nowrap max-sm:nth-[even]:hidden ${tick === 0 ? '' : tick / endMs > 0.93 ? '-translate-x-full' : '-translate-x-1/2'}`} style={{ left: `${(tick / endMs) * 100}%` }}>
              {axisTime(tick)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
