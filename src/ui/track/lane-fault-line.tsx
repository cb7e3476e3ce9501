import type { LaneFaultWords } from '@/ui/model/lane-fault';
import { BoltIcon } from '@/ui/parts/icons';
import { LANE_GRID } from './lane-grid';

interface LaneFaultLineProps {
  words: LaneFaultWords;
  /** Where the stock line stands: it goes through here too, and the words begin behind it. */
  share: number;
  dense: boolean;
}

/** What is broken in a lane, and what came of it; its line is there from the start. */
export function LaneFaultLine({ words: { title, told }, share, dense }: LaneFaultLineProps) {
  return (
    <div className={`${LANE_GRID} text-cap text-dim max-lg:min-h-18 max-lg:pt-1 ${dense ? 'lg:h-6' : 'lg:h-7.5'}`} data-fault>
      <p className="flex min-w-0 items-center gap-2 self-start lg:pl-5">
        <BoltIcon className="size-3.5 text-warn" />
        <span className="truncate">{title}</span>
      </p>
      <div className="relative h-full whitespace-nowrap max-lg:whitespace-normal">
        <div className="absolute inset-0 transition-transform duration-150 ease-linear max-lg:static max-lg:transform-none!" style={{ transform: `translateX(${share * 100}%)` }}>
          <div className="absolute h-full w-0.5 bg-stock max-lg:hidden" aria-hidden />
          <p className="lg:pl-3.5" title={told ?? undefined}>{told}</p>
        </div>
      </div>
    </div>
  );
}
