'use client';

import { useCallback, useMemo, useState } from 'react';
import type { Finding } from '@/domain/anomaly';
import type { LaneTrace } from '@/domain/trace';
import { count } from '@/web/parts/words/format';
import { writeQuery } from '@/web/parts/page-address';
import { pauseOf } from '@/web/parts/witness/witness-spans';
import { FilterPicks } from './filter-picks';
import { laneRows } from './lane-rows';
import { NO_FILTER, filterChoices, filtered, isUnfiltered, type RowFilter } from './row-filter';
import { ShowMe } from './show-me';
import { staleRead } from './stale-read';
import { TextTimeline } from './text-timeline';
import { TimelineChart } from './timeline-chart';
import { TimelineLegend } from './timeline-legend';
import { momentsOf, type TimelineLane } from '@/web/parts/witness/timeline-lane';
import { useTimeWindow } from './use-time-window';
import { WitnessNote } from './witness-note';
import { ZoomButtons } from './zoom-buttons';

interface LaneTimelineProps {
  lane: TimelineLane;
  trace: LaneTrace;
  /** What is shown at first: a place among the lane's findings, and a filter. */
  witness: number | null;
  first: RowFilter;
  /** Whether another lane of the run has something to show. */
  othersBroke: boolean;
}

/** One lane: find the witness, filter, zoom, read. */
export function LaneTimeline({ lane, trace, witness, first, othersBroke }: LaneTimelineProps) {
  const drawn = useMemo(() => laneRows(trace), [trace]);
  const choices = useMemo(() => filterChoices(drawn.rows), [drawn]);
  const [filter, setFilter] = useState(first);
  const rows = useMemo(() => filtered(drawn.rows, filter), [drawn, filter]);
  const pause = useMemo(() => pauseOf(lane.fault), [lane.fault]);

  const [shown, setShown] = useState<number | null>(witness);
  const finding = shown === null ? null : (lane.findings[shown] ?? null);
  const pinned = useMemo(() => finding && { witnesses: finding.evidence.witnesses.slice(0, 2), stale: staleRead(finding.evidence.witnesses) }, [finding]);
  const placeOf = useCallback((sought: Finding) => drawn.rows.findIndex(({ purchase }) => purchase.buyerId === sought.evidence.witnesses[0]?.buyerId), [drawn]);
  const [target, setTarget] = useState(() => (finding && isUnfiltered(first) ? { at: placeOf(finding) } : null));
  const control = useTimeWindow(drawn.endMs, finding && momentsOf(finding));

  const showFinding = (at: number): void => {
    const next = lane.findings[at];
    if (!next) return;
    setShown(at);
    // The purchases to show must not be filtered out.
    setFilter(NO_FILTER);
    setTarget({ at: Math.max(0, placeOf(next)) });
    control.show(momentsOf(next));
    writeWitness(at);
  };
  const unpin = (): void => {
    setShown(null);
    writeWitness(null);
  };

  return (
    <>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 py-3">
        <ShowMe lane={lane} shown={shown} othersBroke={othersBroke} onShow={showFinding} />
        <div className="ml-auto grid grow grid-cols-2 gap-2 sm:grow-0 max-sm:[&>*:last-child]:col-span-2 sm:grid-cols-[10.5rem_10.5rem_14rem]">
          <FilterPicks filter={filter} choices={choices} onFilter={setFilter} />
        </div>
        <ZoomButtons {...control} />
      </div>
      {finding ? <WitnessNote strategy={lane.strategy} finding={finding} stale={pinned?.stale ?? null} onClose={unpin} /> : null}
      <TimelineChart lane={drawn} rows={rows} control={control} pinned={pinned} pause={pause} target={target} />
      <p className="pt-2" aria-live="polite">
        {rows.length === 0 ? 'No purchase passes this filter: choose another outcome, replica or anomaly.' : `${count(rows.length)} of ${count(trace.purchaseCount)} purchases, in the order in which they were sent.`}
        {drawn.leftOut > 0 ? ` Of a lane this large a sample is kept, drawn by its seed, and every witness; ${count(drawn.leftOut)} purchases were left out.` : ''}
      </p>
      <TimelineLegend />
      <TextTimeline rows={rows} />
    </>
  );
}

/** The address shows the same to every visitor. */
function writeWitness(at: number | null): void {
  writeQuery((query) => {
    query.delete('anomaly');
    if (at === null) query.delete('witness');
    else query.set('witness', String(at));
    return query;
  });
}
