import type { Bar } from './bars';
import { BAR_LOOK, WRONG_WRITE } from './bar-look';
import { labelFits } from './callouts';
import { exact } from './row-words';
import { placeOf, type TimeWindow } from './time-window';

interface StepBarsProps {
  bars: readonly Bar[];
  window: TimeWindow;
  /** Of the time axis, and of one letter. */
  widthPx: number;
  charPx: number;
  /** Whether the writes of this purchase undid another, or were undone. */
  wrong: boolean;
  /** Leaves the words of waiting and thinking to their look: where there are many rows they only repeat themselves. */
  quiet?: boolean;
}

/** The steps of one purchase in one line, those that are on the screen. */
export function StepBars({ bars, window, widthPx, charPx, wrong, quiet = false }: StepBarsProps) {
  return bars.map((bar) => {
    const left = placeOf(window, bar.startMs);
    const right = placeOf(window, bar.endMs);
    if (right < 0 || left > 1) return null;
    const from = Math.max(left, -0.01);
    const { label, kind, startMs, endMs, sentMs, changesStock } = bar;
    const undone = wrong && changesStock;
    const labelled = labelFits(bar, window, widthPx, charPx) && !(quiet && (kind === 'wait' || kind === 'think'));
    return (
      <span
        key={`${label} ${startMs}`}
        data-bar={kind}
        title={`${label}: ${sentMs < startMs ? `sent at ${exact(sentMs)}, ` : ''}${exact(startMs)} to ${exact(endMs)} ms`}
        className={`absolute inset-y-0 flex items-center overflow-hidden rounded-[3px] font-mono text-[0.75rem] leading-none font-semibold ${undone ? WRONG_WRITE : BAR_LOOK[kind]}`}
        style={{
          left: `${(from * 100).toFixed(3)}%`,
          // What sells must be seen from afar, however short it was.
          width: `max(${changesStock ? 5 : 2}px, ${((Math.min(right, 1.01) - from) * 100).toFixed(3)}%)`,
        }}
      >
        {labelled ? (
          <span className={`mx-auto rounded px-1 py-0.5 whitespace-nowrap ${kind === 'wait' || undone ? 'bg-panel text-ink' : ''}`}>{label}</span>
        ) : null}
      </span>
    );
  });
}
