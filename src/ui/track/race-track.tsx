'use client';

import type { StrategyInfo } from '@/domain/strategy';
import type { Replay } from '@/ui/hooks/use-replay';
import { figuresAt, laneFigures } from '@/ui/model/lane-figures';
import { laneTag } from '@/ui/model/lane-tag';
import { availableUnits } from '@/ui/model/plan-words';
import { emptyLane, type LaneView, type RunView } from '@/ui/model/run-view';
import { trackUnits } from '@/ui/model/track-scale';
import type { FloodPlan } from '@/domain/plan';
import { LaneRow } from './lane-row';
import { StockLabel, TrackAxis } from './track-axis';

interface RaceTrackProps {
  view: RunView | null;
  /** What the next flood would be: the lanes that stand ready while there is no run. */
  next: Pick<FloodPlan, 'strategies' | 'stock' | 'buyers' | 'quantity'>;
  strategies: readonly StrategyInfo[];
  replay: Replay;
}

/** A lane a strategy, one stock line through all of them. Bars stop at it, or run past it. */
export function RaceTrack({ view, next, strategies, replay }: RaceTrackProps) {
  const plan = view?.plan ?? next;
  const units = trackUnits(view, next);
  const lanes = view?.plan ? view.lanes : next.strategies.map((strategy) => emptyLane({ strategy, repeat: 1 }));
  const repeats = (view?.plan?.repeat ?? 1) > 1;
  return (
    <section aria-label="The race" className="card overflow-hidden">
      <StockLabel stock={plan.stock} units={units} />
      <ol>
        {lanes.map((lane) => {
          const info = strategies.find(({ id }) => id === lane.ref.strategy);
          const figures = replay.tMs === null ? laneFigures(lane) : figuresAt(lane, replay.tMs, plan.stock);
          const shown = replay.tMs === null ? lane : replayed(lane, replay.tMs);
          return (
            <LaneRow
              key={lane.key}
              title={info?.title ?? lane.ref.strategy}
              tagline={repeats ? `run ${lane.ref.repeat} of ${view?.plan?.repeat ?? 1}` : (info?.tagline ?? '')}
              state={view?.plan ? lane.state : 'idle'}
              figures={figures}
              tag={view?.plan ? laneTag(shown, figures, availableUnits(plan)) : null}
              stock={plan.stock}
              units={units}
              still={replay.tMs !== null}
            />
          );
        })}
      </ol>
      <TrackAxis units={units} />
    </section>
  );
}

/** In a replay a lane is under way until its own end. */
const replayed = (lane: LaneView, tMs: number): LaneView =>
  lane.report && tMs < lane.report.durationMs ? { ...lane, state: 'running' } : lane;
