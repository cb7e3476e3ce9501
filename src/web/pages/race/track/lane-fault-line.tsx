import type { LaneFaultWords } from '@/web/pages/race/model/lane-fault';
import { BoltIcon } from '@/web/parts/icons';
import { BAR_WIDTH, LANE_GRID } from './lane-grid';

interface LaneFaultLineProps {
  words: LaneFaultWords;
  /** The position of the stock line: it runs through here too, and the words begin after it. */
  share: number;
  dense: boolean;
}

/** What is broken in a lane, and what came of it: two lines beside the stock line, kept free from the start, or one in a dense track. */
export function LaneFaultLine({ words: { title, account }, share, dense }: LaneFaultLineProps) {
  return (
    <div className={`${LANE_GRID} text-cap leading-[1.2] text-dim max-lg:min-h-18 max-lg:pt-1 ${dense ? 'lg:h-6' : 'lg:h-10'}`} data-fault>
      <p className="flex min-w-0 items-center gap-2 self-start lg:pl-5">
        <BoltIcon className="size-3.5 text-warn" />
        <span className="truncate">{title}</span>
      </p>
      <div className="relative h-full lg:col-span-2">
        <div className="absolute inset-y-0 left-0 max-lg:hidden" style={{ width: `calc${BAR_WIDTH}` }} aria-hidden>
          <div className="h-full transition-transform duration-150 ease-linear" style={{ transform: `translateX(${share * 100}%)` }}>
            <div className="h-full w-0.5 bg-stock" />
          </div>
        </div>
        <p
          className={`max-lg:pl-0! lg:pr-5 ${dense ? 'lg:truncate' : 'lg:line-clamp-2'}`}
          style={{ paddingLeft: `calc(${BAR_WIDTH} * ${share} + 0.875rem)` }}
          title={account ?? undefined}
        >
          {account}
        </p>
      </div>
    </div>
  );
}
