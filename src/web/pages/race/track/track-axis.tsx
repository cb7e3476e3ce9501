import type { ReactNode } from 'react';
import { count } from '@/web/parts/words/format';
import { ticksTo } from '@/web/parts/axis-scale';
import { LANE_GRID } from './lane-grid';

/** The word on the stock line, above the first lane. */
export function StockLabel({ stock, units, children }: { stock: number; units: number; children?: ReactNode }) {
  return (
    <div className={`${LANE_GRID} h-8 px-3.5 lg:px-0`} aria-hidden>
      <div className="relative h-full overflow-hidden lg:col-start-2">
        <div className="absolute inset-0 transition-transform duration-150 ease-linear" style={{ transform: `translateX(${(stock / units) * 100}%)` }}>
          <div className="h-full w-0.5 bg-stock max-lg:hidden" />
          <span className="absolute top-1.5 left-2.5 font-semibold whitespace-nowrap max-lg:left-0">stock {count(stock)}</span>
        </div>
      </div>
      {children}
    </div>
  );
}

/** Units from zero, the same for every lane. */
export function TrackAxis({ units }: { units: number }) {
  const ticks = ticksTo(units);
  return (
    <div className={`${LANE_GRID} border-t border-line px-3.5 lg:px-0`} aria-hidden>
      <p className="pl-5 text-cap text-dim max-lg:hidden">units sold</p>
      <div className="relative h-7 overflow-hidden text-cap text-dim lg:col-start-2">
        {ticks.map((tick) => (
          <div key={tick} className="absolute inset-0" style={{ transform: `translateX(${(tick / units) * 100}%)` }}>
            <span className={`absolute top-1.5 whitespace-nowrap tabular-nums ${placeOf(tick, units)}`}>
              {count(tick)}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The first tick starts at its place, one at the right end ends there, the others are centred on theirs. */
function placeOf(tick: number, units: number): string {
  if (tick === 0) return 'left-0';
  return tick / units > 0.97 ? '-left-1 -translate-x-full' : 'left-0 -translate-x-1/2';
}
