import { useMemo } from 'react';
import type { ChartLane } from '@/web/pages/race/charts/chart-lane';
import { TIME_COLUMNS } from './time-columns';
import { TimeLegend } from './time-legend';
import { TimeRowView } from './time-row';
import { timeSpentRows } from './time-spent-rows';

interface TimeCardProps {
  lanes: readonly ChartLane[];
}

/** Where a purchase spends its time: working, or waiting for the others. */
export function TimeCard({ lanes }: TimeCardProps) {
  const rows = useMemo(() => timeSpentRows(lanes), [lanes]);
  const empty = emptyWords(rows.length);
  return (
    <section id="time" aria-labelledby="time-title" className="card mt-4 scroll-mt-4 p-4 lg:px-5">
      <h2 id="time-title" className="text-[1rem] font-semibold">Where the time of a purchase went</h2>
      <p className="text-dim">The mean purchase of each shop. Amber is waiting for others: where it is long, buyers queue; where it is missing and there are many attempts, they collide.</p>
      {empty === null ? (
        <>
          <TimeLegend />
          <div className={`${TIME_COLUMNS} pb-1 text-cap text-dim max-lg:hidden`} aria-hidden>
            <span className="col-start-3 text-right">attempts a sale</span>
            <span className="text-right">longest queue: connection, lock</span>
            <span>errors from Postgres</span>
          </div>
          <ol>
            {rows.map((row) => (
              <TimeRowView key={row.key} row={row} />
            ))}
          </ol>
        </>
      ) : (
        <p className="mt-3 grid h-28 place-items-center rounded-lg border border-dashed border-line px-6 text-center text-dim">{empty}</p>
      )}
    </section>
  );
}

const emptyWords = (rows: number): string | null =>
  rows === 0 ? 'Press Flood to see who waits, for what, and how often a purchase has to be retried.' : null;
