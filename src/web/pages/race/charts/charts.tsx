'use client';

import { useMemo } from 'react';
import { firstFinding } from '@/web/pages/race/model/first-finding';
import type { TitleOf } from '@/web/parts/words/headline-words';
import { isUnderWay } from '@/web/pages/race/model/live-view';
import type { RunView } from '@/web/pages/race/model/run-view';
import { isDense } from '@/web/pages/race/model/track-density';
import { TimeCard } from '@/web/pages/race/time/time-card';
import { WitnessCard } from '@/web/pages/race/witness/witness-card';
import { BarCard } from './bar-card';
import { correctnessRows, goodputRows } from './bar-rows';
import { BoundsCard } from './bounds-card';
import { chartLanes } from './chart-lane';
import { chartRem } from './chart-size';
import { GhostCard } from './ghost-card';
import { LatencyCard } from './latency-card';
import { StockCard } from './stock-card';

interface ChartsProps {
  view: RunView | null;
  titleOf: TitleOf;
  /** Lanes of the next flood: the charts are as high before it as they will be during it. */
  nextLanes: number;
}

/** Why it happened and what it cost: the cause first, then the counts, then where the time went. */
export function Charts({ view, titleOf, nextLanes }: ChartsProps) {
  const lanes = useMemo(() => chartLanes(view, titleOf), [view, titleOf]);
  const plan = view?.plan ?? null;
  const rows = plan ? (view?.lanes.length ?? 0) : nextLanes;
  const rem = chartRem(rows);
  return (
    <>
      <div className={`mt-4 grid gap-4 ${isDense(rows) ? '' : 'lg:grid-cols-2'}`}>
        <WitnessCard runId={view?.status === 'finished' ? view.runId : null} found={firstFinding(view)} stage={stageOf(view)} unlucky={isUnlucky(view)} titleOf={titleOf} />
        <StockCard lanes={lanes} stock={plan?.stock ?? 100} rem={rem} broken={plan !== null && plan.fault !== null} />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2 xl:grid-cols-3 [&>*:first-child]:lg:max-xl:col-span-2">
        <LatencyCard lanes={lanes} rem={rem} />
        <BarCard
          title="Oversold and lost sales"
          see="Hatched: units sold that were not there. Plain: units left in stock although a buyer wanted them."
          empty="Press Flood to see who sells too much, and who too little."
          rows={correctnessRows(lanes)}
          color="var(--edge)"
          rem={rem}
        />
        <BarCard
          title="Goodput"
          see={`Units sold a second, up to the last sale.${lanes.some(({ figures }) => figures.oversold > 0) ? ' Hatched: it sold what was not there.' : ''}`}
          empty="Press Flood to see what each kind of safety costs."
          rows={goodputRows(lanes)}
          color="var(--safe)"
          rem={rem}
        />
      </div>
      <TimeCard lanes={lanes} />
      <BoundsCard view={view} titleOf={titleOf} />
      <GhostCard lanes={lanes} />
    </>
  );
}

function stageOf(view: RunView | null): 'before' | 'during' | 'after' {
  if (!view) return 'before';
  return isUnderWay(view) ? 'during' : 'after';
}

/** Nothing broke although it should have: an unsafe shop ran, and nothing but luck can have spared it. */
const isUnlucky = (view: RunView | null): boolean =>
  view?.plan?.fault === null && view.lanes.some(({ report }) => report?.class === 'unsafe');
