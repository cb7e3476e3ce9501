import type { WitnessPurchase } from '@/domain/anomaly';
import type { Pause } from '@/web/parts/witness/witness-spans';
import { barsOf, type Quickest } from './bars';
import { callouts } from './callouts';
import { StaleArrow } from './stale-arrow';
import type { StaleRead } from './stale-read';
import { StepBars } from './step-bars';
import type { TimeWindow } from './time-window';
import { WITNESS_HUES } from './witness-hues';

interface WitnessRowsProps {
  witnesses: readonly WitnessPurchase[];
  stale: StaleRead | null;
  window: TimeWindow;
  widthPx: number;
  charPx: number;
  quickest: Quickest;
  pause: Pause | null;
}

const LEVELS = 2;

/** The witnesses on top of all rows, on the same axis: words above the first and below the second, and the arrow between them. */
export function WitnessRows({ witnesses, stale, window, widthPx, charPx, quickest, pause }: WitnessRowsProps) {
  return (
    <div className="relative flex flex-col gap-11 border-b-2 border-edge bg-panel-2/50 py-2" data-witness>
      {witnesses.map((witness, index) => {
        const hue = WITNESS_HUES[index];
        const bars = barsOf(witness, quickest, pause);
        const above = index === 0;
        return (
          <div key={`${witness.buyerId} ${witness.orderId ?? ''}`} className="grid grid-cols-[var(--who)_minmax(0,1fr)]">
            <div className={`flex min-w-0 gap-2 pr-2 pl-3 ${above ? 'items-end pb-1' : 'items-start pt-1'}`}>
              <span className={`grid size-6 shrink-0 place-items-center rounded-md text-cap font-bold max-sm:hidden ${hue?.chip ?? ''}`}>{hue?.letter}</span>
              <span className="min-w-0 leading-tight">
                <span className={`block truncate font-semibold ${hue?.text ?? ''}`}>{witness.buyerId}</span>
                <span className="block truncate text-cap text-dim">{witness.orderId === null ? 'no order' : `order ${witness.orderId}`}</span>
              </span>
            </div>
            <div className="relative h-[4.4rem] overflow-hidden">
              <span className={`absolute inset-x-0 h-[2.1rem] ${above ? 'bottom-0' : 'top-0'}`}>
                <StepBars bars={bars} window={window} widthPx={widthPx} charPx={charPx} wrong={stale !== null} />
              </span>
              {callouts(bars, window, widthPx, charPx, LEVELS).map(({ label, leftPx, level, bar }) => (
                <span key={`${label} ${bar.startMs}`} className={`absolute font-mono text-[0.75rem] font-semibold whitespace-nowrap ${bar.changesStock && stale ? 'text-bad' : 'text-ink'}`} style={{ left: leftPx, [above ? 'bottom' : 'top']: `${2.2 + level * 1.1}rem` }}>
                  {label}
                </span>
              ))}
            </div>
          </div>
        );
      })}
      {stale && witnesses.length === 2 ? <StaleArrow stale={stale} window={window} widthPx={widthPx} /> : null}
    </div>
  );
}
