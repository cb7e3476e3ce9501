import type { LaneFaultWords } from '@/web/pages/race/model/lane-fault';
import type { LaneFigures } from '@/web/pages/race/model/lane-figures';
import type { LaneTag } from '@/web/pages/race/model/lane-tag';
import type { LaneState } from '@/web/pages/race/model/run-view';
import { LaneBar } from './lane-bar';
import { LaneFaultLine } from './lane-fault-line';
import { LaneFiguresList } from './lane-figures-list';
import { LANE_GRID } from './lane-grid';

export interface LaneRowProps {
  title: string;
  tagline: string;
  state: LaneState | 'idle';
  figures: LaneFigures;
  tag: LaneTag | null;
  fault: LaneFaultWords | null;
  stock: number;
  units: number;
  still: boolean;
  /** One of many: a line instead of a lane. */
  dense: boolean;
}

/** One strategy's lane. Its height, its columns and the places of its words never change. */
export function LaneRow({ title, tagline, state, figures, tag, fault, stock, units, still, dense }: LaneRowProps) {
  const live = state === 'running' || state === 'judging';
  return (
    <li className={`border-t border-line max-lg:px-3.5 max-lg:py-2.5 ${live ? 'bg-panel-2/55' : ''}`} data-lane={title} data-state={state}>
      <div className={`${LANE_GRID} ${dense ? 'lg:h-7' : 'lg:h-16'}`}>
        <div className={`flex items-baseline justify-between gap-3 lg:pl-5 ${dense ? '' : 'lg:block'}`}>
          <p className={`flex min-w-0 items-center gap-2.5 leading-tight font-semibold ${dense ? 'max-lg:text-[1.02rem]' : 'text-[1.02rem]'}`}>
            <span className="truncate" title={dense ? `${title}: ${tagline}` : undefined}>{title}</span>
            {live ? (
              <span className="flex items-center gap-1.5 text-cap font-semibold text-ok">
                <span className="live-dot" />
                <span className={dense ? 'lg:sr-only' : ''}>live</span>
              </span>
            ) : null}
          </p>
          <p className={`truncate text-cap text-dim ${dense ? 'lg:sr-only' : ''}`}>{tagline}</p>
        </div>
        <LaneBar figures={figures} stock={stock} units={units} tag={tag} still={still} dense={dense} />
        <LaneFiguresList figures={figures} dense={dense} />
      </div>
      {fault ? <LaneFaultLine words={fault} share={stock / units} dense={dense} /> : null}
    </li>
  );
}
