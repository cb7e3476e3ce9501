import type { Segment } from '@/web/parts/words/headline-words';

const TONES = { plain: '', bad: 'text-bad', safe: 'text-safe' } as const;

interface HeadlineProps {
  segments: readonly Segment[];
  /** What has just happened, in a line; it is read out as well. */
  happened: string;
  /** Why the last press did nothing; shown instead. */
  refusal: string | null;
}

/** The verdict in a sentence, in room enough for two lines; below it what has just happened. */
export function Headline({ segments, happened, refusal }: HeadlineProps) {
  return (
    <div className="pt-2">
      <h1 id="lab-headline" tabIndex={-1} className="flex min-h-[3.7rem] items-end text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] text-balance outline-none lg:min-h-[2.6rem] lg:text-[2.15rem]">
        <span>
          {segments.map(({ text, tone }, index) => <span key={index} className={TONES[tone]}>{text}</span>)}
        </span>
      </h1>
      <p role="status" className={`min-h-11.5 py-1 lg:min-h-8 ${refusal === null ? 'text-dim' : 'font-medium text-warn'}`}>{refusal ?? happened}</p>
    </div>
  );
}
