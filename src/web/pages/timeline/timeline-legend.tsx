import { BAR_LOOK, LEGEND, WRONG_WRITE } from './bar-look';

/** What the looks of the bars mean, and how to move. */
export function TimelineLegend() {
  return (
    <div className="pt-2 text-cap text-dim">
      <ul className="flex flex-wrap items-center gap-x-5 gap-y-1">
        {LEGEND.map(({ kind, words }) => (
          <li key={kind} className="flex items-center gap-2">
            <span className={`inline-block h-3.5 w-7 shrink-0 rounded-[3px] ${BAR_LOOK[kind]}`} />
            {words}
          </li>
        ))}
        <li className="flex items-center gap-2">
          <span className={`inline-block h-3.5 w-7 shrink-0 rounded-[3px] ${WRONG_WRITE}`} />
          write of the stock in a purchase with an anomaly
        </li>
      </ul>
      <p className="pt-1">
        A thin line: the request is under way. Drag or <kbd>←</kbd> <kbd>→</kbd> to move in time, <kbd>+</kbd> <kbd>-</kbd> or ctrl and the wheel to zoom, <kbd>0</kbd> for all. Press a name to see that purchase whole.
      </p>
    </div>
  );
}
