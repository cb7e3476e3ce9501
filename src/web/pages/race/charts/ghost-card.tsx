import { count } from '@/web/parts/words/format';
import { ChartCard } from '@/web/parts/chart-card';
import type { ChartLane } from './chart-lane';
import { chartRem } from './chart-size';
import { ghostRows } from './ghost-rows';
import { areaPath, BOX, faultMarks, lastMoment, linePath } from './stock-shape';
import { TimeRows, TIME_GRID } from './time-rows';

/** Ghost stock: what is promised in Redis and not yet written down. Only for shops that count there. */
export function GhostCard({ lanes }: { lanes: readonly ChartLane[] }) {
  const rows = ghostRows(lanes);
  if (rows.length === 0) return null;
  const endMs = lastMoment(rows.map(({ lane }) => lane));
  const most = Math.max(1, ...rows.map(({ peak }) => peak));
  return (
    <div className="mt-4">
      <ChartCard
        title="Reserved in Redis, not yet in Postgres"
        see="Units promised to a buyer that a crash could still lose; zero when all is settled. Sampled every 10 ms: a shorter moment does not show."
        empty=""
        facts={rows.map(({ lane, peak, left }) => `${lane.title}: ${count(peak)} units at the most seen, ${count(left)} at the last look`)}
        rem={Math.min(chartRem(0), rows.length * 4.5 + 2)}
      >
        <TimeRows endMs={endMs}>
          {rows.map(({ lane, points, peak, left }) => (
            <div key={lane.key} className={`${TIME_GRID} min-h-0 flex-1`}>
              <p className="truncate text-right text-cap text-dim">{lane.title}</p>
              <div className="relative h-full border-b border-line">
                <div className="hatch-warn absolute inset-0" style={{ clipPath: `url(#ghost-${lane.report?.productId ?? 0})` }} />
                <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
                  <clipPath id={`ghost-${lane.report?.productId ?? 0}`} clipPathUnits="objectBoundingBox">
                    <path d={areaPath(points, endMs, most)} transform={`scale(${1 / BOX.width} ${1 / BOX.height})`} />
                  </clipPath>
                  <path d={linePath(points, endMs, most)} fill="none" stroke="var(--warn)" strokeWidth={2.25} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
                </svg>
                {faultMarks(lane, endMs).map(({ kind, share }) => (
                  <div key={kind} className="absolute inset-y-0 border-l-2 border-dotted border-warn" style={{ left: `${share * 100}%` }} />
                ))}
              </div>
              <p className="text-cap leading-tight tabular-nums">
                {count(peak)} most seen
                <br />
                {count(left)} at last
              </p>
            </div>
          ))}
        </TimeRows>
      </ChartCard>
    </div>
  );
}
