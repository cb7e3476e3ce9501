'use client';

import { useMemo } from 'react';
import { firstFinding } from '@/ui/model/first-finding';
import type { TitleOf } from '@/ui/model/headline';
import { isUnderWay } from '@/ui/model/live-view';
import type { RunView } from '@/ui/model/run-view';
import { WitnessCard } from '@/ui/witness/witness-card';
import { BarCard } from './bar-card';
import { correctnessRows, goodputRows } from './bar-rows';
import { chartLanes } from './chart-lane';
import { LatencyCard } from './latency-card';
import { StockCard } from './stock-card';

interface ChartsProps {
  view: RunView | null;
  titleOf: TitleOf;
}

/** Why it happened and what it cost: the cause first, then the counts. */
export function Charts({ view, titleOf }: ChartsProps) {
  const lanes = useMemo(() => chartLanes(view, titleOf), [view, titleOf]);
  return (
    <>
      <div className="mt-4 grid gap-4 lg:grid-cols-2 xl:grid-cols-[1.35fr_1fr_1fr] [&>*:first-child]:lg:max-xl:col-span-2">
        <WitnessCard found={firstFinding(view)} stage={stageOf(view)} />
        <StockCard lanes={lanes} stock={view?.plan?.stock ?? 100} />
        <LatencyCard lanes={lanes} />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <BarCard
          title="Oversold and lost sales"
          see="Hatched: units sold that were not there. Plain: units left on the shelf although somebody wanted them."
          empty="Press Flood to see who sells too much, and who too little."
          rows={correctnessRows(lanes)}
          color="var(--edge)"
        />
        <BarCard
          title="Goodput"
          see="Units sold a second, up to the last sale. Hatched: it sold what was not there."
          empty="Press Flood to see what each kind of safety costs."
          rows={goodputRows(lanes)}
          color="var(--safe)"
        />
      </div>
    </>
  );
}

function stageOf(view: RunView | null): 'before' | 'during' | 'after' {
  if (!view) return 'before';
  return isUnderWay(view) ? 'during' : 'after';
}
