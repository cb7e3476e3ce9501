import { placeOf, ticksOf, type TimeWindow } from './time-window';

/** Milliseconds from the start of the lane, over the rows. */
export function TimeAxis({ window, widthPx }: { window: TimeWindow; widthPx: number }) {
  const ticks = ticksOf(window, Math.max(2, Math.floor(widthPx / 130)));
  return (
    <div className="grid h-8 grid-cols-[var(--who)_minmax(0,1fr)] items-center border-b border-line text-cap text-dim" aria-hidden>
      <span className="pl-3">Buyer</span>
      <div className="relative h-full overflow-hidden tabular-nums">
        {ticks.map(({ ms, label }) => (
          <span key={ms} className="absolute inset-y-0 flex items-center border-l border-edge pl-1.5 whitespace-nowrap" style={{ left: `${(placeOf(window, ms) * 100).toFixed(3)}%` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}
