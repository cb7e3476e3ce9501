'use client';

import { useMemo } from 'react';
import type { FloodPlan } from '@/domain/plan';
import type { StrategyInfo } from '@/domain/strategy';
import type { Replay } from '@/web/pages/race/hooks/use-replay';
import { emptyLane, type LaneView, type RunView } from '@/web/pages/race/model/run-view';
import { withVariants } from '@/web/parts/strategy-choice';
import { isDense } from '@/web/pages/race/model/track-density';
import { trackUnits } from '@/web/pages/race/model/track-scale';
import { FigureHeads } from './lane-figures-list';
import { RaceLane } from './race-lane';
import { StockLabel, TrackAxis } from './track-axis';

interface RaceTrackProps {
  view: RunView | null;
  /** What the next flood would be: its lanes are shown while there is no run. */
  next: Pick<FloodPlan, 'strategies' | 'stock' | 'buyers' | 'quantity' | 'fault' | 'repeat'>;
  strategies: readonly StrategyInfo[];
  replay: Replay;
}

/** A lane a strategy, one stock line through all of them. Bars stop at it, or run past it. */
export function RaceTrack({ view, next, strategies, replay }: RaceTrackProps) {
  const infos = useMemo(() => new Map(withVariants(strategies).map((info) => [info.id, info])), [strategies]);
  const plan = view?.plan ?? next;
  const units = trackUnits(view, next);
  const lanes = view?.plan ? view.lanes : lanesToCome(next);
  const dense = isDense(lanes.length);
  return (
    <section aria-label="The race" className="card overflow-clip">
      <div className={dense ? 'sticky top-0 z-10 rounded-t-[11px] border-b border-line bg-panel -mb-px' : ''}>
        <StockLabel stock={plan.stock} units={units}>{dense ? <FigureHeads /> : null}</StockLabel>
      </div>
      <ol>
        {lanes.map((lane) => (
          <RaceLane
            key={lane.key}
            lane={lane}
            info={infos.get(lane.ref.strategy)}
            plan={plan}
            units={units}
            dense={dense}
            idle={!view?.plan}
            tMs={replay.tMs}
          />
        ))}
      </ol>
      <TrackAxis units={units} />
    </section>
  );
}

/** The lanes of a flood before it starts: as many as there will be, so that nothing moves when it does. */
function lanesToCome({ strategies, repeat }: Pick<FloodPlan, 'strategies' | 'repeat'>): LaneView[] {
  return strategies.flatMap((strategy) => Array.from({ length: repeat }, (_, index) => emptyLane({ strategy, repeat: index + 1 })));
}
