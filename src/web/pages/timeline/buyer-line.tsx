import { memo, useMemo } from 'react';
import type { Pause } from '@/web/parts/witness/witness-spans';
import { barsOf, type Quickest } from './bars';
import type { BuyerRow } from './lane-rows';
import { exact, resultWords } from './row-words';
import { StepBars } from './step-bars';
import { placeOf, type TimeWindow } from './time-window';
import { WITNESS_HUES } from './witness-hues';

interface BuyerLineProps {
  row: BuyerRow;
  window: TimeWindow;
  widthPx: number;
  charPx: number;
  topPx: number;
  heightPx: number;
  quickest: Quickest;
  pause: Pause | null;
  /** Which of the two witnesses it is; null for all others. */
  witness: number | null;
  /** Brings the whole purchase onto the screen. */
  onShow: (row: BuyerRow) => void;
}

/** One purchase: its buyer, its result, and its steps. One that lies beside the screen says on which side, and a click goes there. */
export const BuyerLine = memo(function BuyerLine({ row, window, widthPx, charPx, topPx, heightPx, quickest, pause, witness, onShow }: BuyerLineProps) {
  const { purchase, anomalies } = row;
  const bars = useMemo(() => barsOf(purchase, quickest, pause), [purchase, quickest, pause]);
  const hue = witness === null ? null : WITNESS_HUES[witness];
  const [left, right] = [placeOf(window, purchase.invokedMs), placeOf(window, purchase.returnedMs)];
  return (
    <div data-row={purchase.buyerId} className={`absolute inset-x-0 grid grid-cols-[var(--who)_minmax(0,1fr)] items-center border-b border-line/60 ${hue ? hue.band : ''}`} style={{ height: heightPx, transform: `translateY(${topPx}px)` }}>
      <button type="button" tabIndex={-1} onClick={() => onShow(row)} className="flex h-full min-w-0 items-center gap-2 pr-2 pl-3 text-left hover:bg-panel-2" title={`Show ${purchase.buyerId} whole`}>
        <span className={`truncate ${hue ? `font-semibold ${hue.text}` : ''}`}>{purchase.buyerId}</span>
        <span className={`ml-auto shrink-0 text-cap max-sm:hidden ${anomalies.length > 0 ? 'font-semibold text-bad' : 'text-dim'}`}>{resultWords(purchase)}</span>
      </button>
      <div className="relative h-full overflow-hidden">
        {right < 0 || left > 1 ? (
          <span className={`absolute inset-y-0 flex items-center text-cap text-dim ${right < 0 ? 'left-2' : 'right-2'}`}>
            {right < 0 ? `◂ ${exact(Math.round(purchase.invokedMs))} ms` : `${exact(Math.round(purchase.invokedMs))} ms ▸`}
          </span>
        ) : (
          <>
            <span className="absolute top-1/2 h-px bg-edge" style={{ left: `${(left * 100).toFixed(3)}%`, width: `${((right - left) * 100).toFixed(3)}%` }} />
            <span className="absolute inset-x-0 inset-y-[14%]">
              <StepBars bars={bars} window={window} widthPx={widthPx} charPx={charPx} wrong={anomalies.length > 0} quiet />
            </span>
          </>
        )}
      </div>
    </div>
  );
});
