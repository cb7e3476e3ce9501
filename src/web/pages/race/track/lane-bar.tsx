import type { LaneFigures } from '@/web/pages/race/model/lane-figures';
import type { LaneTag } from '@/web/pages/race/model/lane-tag';

/** Beyond this share of the lane a bar may carry its tag inside, at its end. */
const INSIDE_FROM = 0.6;
/** About as wide as a tag is: so much of the bar must be behind the stock line, or the tag would cover what it names. */
const TAG_SHARE = 0.21;

const TONES = { bad: 'text-bad', safe: 'text-safe', dim: 'text-dim' } as const;

interface LaneBarProps {
  figures: LaneFigures;
  stock: number;
  /** Units at the right end. */
  units: number;
  tag: LaneTag | null;
  /** A replay draws every frame itself. */
  still: boolean;
  /** One of many: a thin bar. */
  dense: boolean;
}

/**
 * Units sold against the stock. Everything that moves does so by width from the left or by transform,
 * so that nothing else on the page is ever pushed.
 */
export function LaneBar({ figures, stock, units, tag, still, dense }: LaneBarProps) {
  const sold = Math.min(1, figures.sold / units);
  const rightly = Math.min(sold, stock / units);
  const glide = still ? '' : 'transition-[width,transform] duration-150 ease-linear';
  const bar = `absolute left-0 max-lg:top-1.5 lg:top-1/2 max-lg:h-8 ${dense ? 'lg:-mt-2 lg:h-4' : 'lg:-mt-4 lg:h-8'}`;
  return (
    <div className="relative h-11 overflow-hidden lg:h-full" aria-hidden>
      {figures.oversold > 0 ? (
        <div className={`hatch-bad rounded-r-md ${bar} ${glide}`} style={{ width: percent(sold) }} />
      ) : null}
      <div className={`bg-safe ${bar} ${figures.oversold > 0 ? '' : 'rounded-r-md'} ${glide}`} style={{ width: percent(rightly) }} />
      <div className={`absolute inset-0 ${glide}`} style={{ transform: `translateX(${percent(stock / units)})` }}>
        <div className="h-full w-0.5 bg-stock" />
      </div>
      {tag ? <Tag tag={tag} sold={sold} stockShare={stock / units} glide={glide} dense={dense} /> : null}
    </div>
  );
}

interface TagProps {
  tag: LaneTag;
  sold: number;
  stockShare: number;
  glide: string;
  dense: boolean;
}

function Tag({ tag, sold, stockShare, glide, dense }: TagProps) {
  const inside = sold > INSIDE_FROM && sold > stockShare && (sold - stockShare > TAG_SHARE || 1 - sold < TAG_SHARE);
  // Never left of the stock line, so that the word stays put while the bar is still short of it.
  const at = inside ? sold - 1 : Math.max(sold, stockShare);
  const strong = tag.tone === 'dim' ? 'font-medium' : dense ? 'font-bold max-lg:text-[1rem]' : 'font-bold text-[1rem]';
  return (
    <div title={tag.means} className={`absolute inset-0 flex items-center ${inside ? 'justify-end pr-2.5' : 'pl-3.5'} ${glide}`} style={{ transform: `translateX(${percent(at)})` }}>
      <span className={`flex items-center gap-1.5 whitespace-nowrap ${TONES[tag.tone]} ${strong} ${inside ? `rounded-md bg-bg px-2.5 ${dense ? 'leading-4' : 'py-0.5'}` : ''}`}>
        {tag.tone === 'safe' ? '✓ ' : ''}
        {tag.text}
      </span>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
