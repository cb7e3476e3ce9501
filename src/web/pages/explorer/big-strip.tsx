import { BUYER_NAMES, TIME_PASSES } from '@/domain/schedule';

/** A schedule large: a lane a buyer, a letter a move, in time from left to right. It breaks into as many columns as there is room. */
export function BigStrip({ schedule, buyers }: { schedule: string; buyers: number }) {
  const moves = schedule.split('.');
  const lanes = BUYER_NAMES.slice(0, buyers);
  return (
    <ol aria-label={`Who moves, move by move: ${schedule}`} className="grid gap-[3px]" style={{ gridTemplateColumns: `repeat(${moves.length}, minmax(0, 2.4rem))`, gridTemplateRows: `repeat(${buyers}, 1.75rem)` }}>
      {moves.map((mover, move) => {
        const time = mover === TIME_PASSES;
        const row = time ? `1 / span ${buyers}` : String(lanes.findIndex((name) => name === mover) + 1);
        return (
          <li
            key={move}
            data-buyer={mover}
            style={{ gridColumn: move + 1, gridRow: row }}
            className={`flex items-center justify-center rounded-[4px] text-[0.9rem] leading-none font-bold ${time ? 'border-2 border-warn text-warn' : 'bg-hue text-bg'}`}
          >
            {time ? <><Clock /><span className="sr-only">T</span></> : mover}
          </li>
        );
      })}
    </ol>
  );
}

/** Time passes. */
function Clock() {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" className="w-full max-w-4" aria-hidden>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.6V8l2.3 1.6" />
    </svg>
  );
}
