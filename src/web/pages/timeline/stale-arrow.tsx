import { useId } from 'react';
import type { StaleRead } from './stale-read';
import { placeOf, type TimeWindow } from './time-window';

interface StaleArrowProps {
  stale: StaleRead;
  window: TimeWindow;
  widthPx: number;
}

/** Height of the gap between the two witnesses, in the units of the drawing. */
const GAP = 44;
/** Where the level part of the arrow runs, from the side that it starts on. */
const LEVEL = 15;
const CORNER = 6;
const WORDS = 'this read never saw that write';
/** Room that the words need beside the level part. */
const WORDS_PX = 220;

/** From the read, in its row, to the write in the other one that it never saw; drawn in the gap between the two rows. */
export function StaleArrow({ stale: { from, to }, window, widthPx }: StaleArrowProps) {
  const head = useId();
  const x = (ms: number): number => placeOf(window, ms) * widthPx;
  const [fromX, toX] = [x(from.ms), x(to.ms)];
  const up = from.row === 1;
  const [fromY, levelY, toY] = up ? [GAP - 1, GAP - LEVEL, 3] : [1, LEVEL, GAP - 3];
  const [turn, side] = [up ? -1 : 1, toX < fromX ? -1 : 1];
  const corner = Math.min(CORNER, Math.abs(toX - fromX) / 2);
  const path = `M${fromX} ${fromY} V${levelY - turn * corner} Q${fromX} ${levelY} ${fromX + side * corner} ${levelY} H${toX - side * corner} Q${toX} ${levelY} ${toX} ${levelY + turn * corner} V${toY}`;
  const middleX = Math.max(WORDS_PX / 2, Math.min(widthPx - WORDS_PX / 2, (fromX + toX) / 2));
  return (
    <svg
      data-arrow
      role="img"
      aria-label={`Arrow: ${WORDS}`}
      className="absolute top-[4.9rem] left-(--who) h-11 w-[calc(100%-var(--who))] overflow-hidden text-bad"
      viewBox={`0 0 ${Math.max(1, widthPx)} ${GAP}`}
      preserveAspectRatio="none"
    >
      <defs>
        <marker id={head} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5" markerHeight="5" orient="auto-start-reverse">
          <path d="M0 0 10 5 0 10Z" fill="currentColor" />
        </marker>
      </defs>
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2.5" markerEnd={`url(#${head})`} />
      <circle cx={fromX} cy={fromY} r="4" fill="currentColor" />
      {widthPx > WORDS_PX * 2 ? (
        <text x={middleX} y={up ? levelY - 7 : levelY + 17} textAnchor="middle" fill="var(--ink)" fontSize="13.5" fontWeight="600">
          {WORDS}
        </text>
      ) : null}
    </svg>
  );
}
