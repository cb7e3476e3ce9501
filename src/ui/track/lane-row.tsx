import { duration, inColumn, perSecond, shortCount } from '@/ui/model/format';
import type { LaneFigures } from '@/ui/model/lane-figures';
import type { LaneTag } from '@/ui/model/lane-tag';
import type { LaneState } from '@/ui/model/run-view';
import { LaneBar } from './lane-bar';

/** The columns of a lane: name, bar, numbers. The axis above and below stands on the same grid. */
export const LANE_GRID = 'lg:grid lg:grid-cols-[12.5rem_minmax(0,1fr)_27rem] lg:items-center lg:gap-x-3';

export interface LaneRowProps {
  title: string;
  tagline: string;
  state: LaneState | 'idle';
  figures: LaneFigures;
  tag: LaneTag | null;
  stock: number;
  units: number;
  still: boolean;
}

/** One strategy's lane. Its height, its columns and the places of its words never change. */
export function LaneRow({ title, tagline, state, figures, tag, stock, units, still }: LaneRowProps) {
  const live = state === 'running' || state === 'judging';
  return (
    <li className={`${LANE_GRID} border-t border-line px-3.5 py-2.5 lg:h-16 lg:px-0 lg:py-0 ${live ? 'bg-panel-2/55' : ''}`} data-lane={title} data-state={state}>
      <div className="flex items-baseline justify-between gap-3 lg:block lg:pl-5">
        <p className="flex items-center gap-2.5 text-[1.02rem] leading-tight font-semibold">
          {title}
          {live ? (
            <span className="flex items-center gap-1.5 text-cap font-semibold text-ok">
              <span className="live-dot" />
              live
            </span>
          ) : null}
        </p>
        <p className="truncate text-cap text-dim">{tagline}</p>
      </div>
      <LaneBar figures={figures} stock={stock} units={units} tag={tag} still={still} />
      <dl className="grid grid-cols-[1fr_1fr_1fr_1.25fr_1.25fr_1fr] gap-x-1 text-right max-lg:pt-1 lg:grid-cols-6 lg:pr-5">
        <Figure name="sold" value={shortCount(figures.sold)} tone={figures.oversold > 0 ? 'text-bad' : ''} />
        <Figure name="sold out" value={whole(figures.soldOut)} />
        <Figure name="gave up" value={whole(figures.gaveUp)} />
        <Figure name="goodput" value={figures.goodputPerSecond === null ? '–' : perSecond(figures.goodputPerSecond)} />
        <Figure name="p95" value={figures.p95Ms === null ? '–' : duration(figures.p95Ms)} />
        <Figure name="retries" value={whole(figures.retries)} />
      </dl>
    </li>
  );
}

function Figure({ name, value, tone = '' }: { name: string; value: string; tone?: string }) {
  return (
    <div className="flex min-w-0 flex-col-reverse">
      <dt className="flex justify-end text-[0.75rem] whitespace-nowrap text-dim lg:text-cap">{name}</dt>
      <dd className={`flex justify-end text-[0.95rem] font-semibold whitespace-nowrap tabular-nums max-lg:text-[0.875rem] ${tone}`}>{inColumn(value)}</dd>
    </div>
  );
}

const whole = (value: number | null): string => (value === null ? '–' : shortCount(value));
