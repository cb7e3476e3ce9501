import { useId } from 'react';
import type { StaleRead } from './stale-read';
import { placeOf, type TimeWindow } from './time-window';

interface StaleArrowProps {
  stale: StaleRead;
  window: TimeWindow;
  widthPx: number;
}

/** Height of the gap between the two witnesses, in the units of the drawing. */
const GAP = 36;

/** From the read, in its row, to the write in the other one that it never saw; drawn in the gap between the two rows. */
export function StaleArrow({ stale: { from, to }, window, widthPx }: StaleArrowProps) {
  const head = useId();
  const x = (ms: number): number => placeOf(window, ms) * widthPx;
  const [fromX, toX] = [x(from.ms), x(to.ms)];
  const [fromY, toY] = from.row === 1 ? [GAP - 1, 4] : [1, GAP - 4];
  const middleX = Math.max(4, Math.min(widthPx - 4, (fromX + toX) / 2));
  const atRight = middleX > widthPx / 2;
  return (
    <svg
      data-arrow
      role="img"
      aria-label="Arrow from the read to the write that it never saw"
      className="absolute top-[4.9rem] left-(--who) h-9 w-[calc(100%-var(--who))] overflow-hidden text-bad"
      viewBox={`0 0 ${Math.max(1, widthPx)} ${GAP}`}
      preserveAspectRatio="none"
    >
      <defs>
        <marker id={head} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" orient="auto-start-reverse">
          <path d="M0 0 10 5 0 10Z" fill="currentColor" />
        </marker>
      </defs>
      <path d={`M${fromX} ${fromY} C${fromX} ${GAP / 2} ${toX} ${GAP / 2} ${toX} ${toY}`} fill="none" stroke="currentColor" strokeWidth="2.5" markerEnd={`url(#${head})`} />
      <circle cx={fromX} cy={fromY} r="4" fill="currentColor" />
      <text x={middleX + (atRight ? -14 : 14)} y={GAP / 2 + 4} textAnchor={atRight ? 'end' : 'start'} fill="var(--ink)" stroke="var(--panel)" strokeWidth="4" paintOrder="stroke" fontSize="13" fontWeight="600">
        this read never saw that write
      </text>
    </svg>
  );
}
