import { memo } from 'react';
import type { StrategyInfo } from '@/domain/strategy';
import type { FloodPlan } from '@/domain/plan';
import { figuresAt, laneFigures } from '@/web/pages/race/model/lane-figures';
import { laneFaultWords } from '@/web/pages/race/model/lane-fault';
import { laneTag } from '@/web/pages/race/model/lane-tag';
import { availableUnits } from '@/web/parts/words/plan-words';
import type { LaneView } from '@/web/pages/race/model/run-view';
import { LaneRow } from './lane-row';

interface RaceLaneProps {
  lane: LaneView;
  info: StrategyInfo | undefined;
  plan: Pick<FloodPlan, 'stock' | 'buyers' | 'quantity' | 'fault' | 'repeat'>;
  units: number;
  dense: boolean;
  /** Before any flood: no state and no tag. */
  idle: boolean;
  /** The moment of the race in a replay. */
  tMs: number | null;
}

/** A lane as the track shows it now, or as it was at a moment of the replay. Drawn again only when it has changed: there may be hundreds. */
export const RaceLane = memo(function RaceLane({ lane, info, plan, units, dense, idle, tMs }: RaceLaneProps) {
  const title = info?.title ?? lane.ref.strategy;
  const run = `run ${lane.ref.repeat} of ${plan.repeat}`;
  const figures = tMs === null ? laneFigures(lane) : figuresAt(lane, tMs, plan.stock);
  const shown = tMs === null ? lane : replayed(lane, tMs);
  return (
    <LaneRow
      title={plan.repeat > 1 && dense ? `${title} ${lane.ref.repeat}` : title}
      tagline={plan.repeat > 1 ? run : (info?.tagline ?? '')}
      state={idle ? 'idle' : lane.state}
      figures={figures}
      tag={idle ? null : laneTag(shown, figures, availableUnits(plan))}
      fault={laneFaultWords(lane, plan.fault)}
      stock={plan.stock}
      units={units}
      still={tMs !== null}
      dense={dense}
    />
  );
});

/** In a replay a lane is under way until its own end. */
const replayed = (lane: LaneView, tMs: number): LaneView =>
  lane.report && tMs < lane.report.durationMs ? { ...lane, state: 'running' } : lane;
