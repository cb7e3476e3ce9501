'use client';

import type { ReactNode } from 'react';
import type { Segment } from '@/web/parts/words/headline-words';
import { spoken } from '@/web/parts/words/headline-words';
import { useSettled } from '@/web/parts/hooks/use-settled';

const TONES = { plain: '', bad: 'text-bad', safe: 'text-safe' } as const;

/** How often a screen reader hears about a running flood. */
const SPOKEN_EVERY_MS = 3_000;

interface VerdictHeadlineProps {
  segments: readonly Segment[];
  /** Many lanes, or broken ones, take two lines to conclude: they are kept free from the start. */
  long: boolean;
  children: ReactNode;
}

/** The verdict in a sentence, in room enough for the longest one; below it, in one line, what was flooded. */
export function VerdictHeadline({ segments, long, children }: VerdictHeadlineProps) {
  const sentence = useSettled(spoken(segments), SPOKEN_EVERY_MS);
  return (
    <div className="pt-3 pb-4 lg:pt-4">
      <h1 id="verdict" tabIndex={-1} className={`flex min-h-[7.2rem] items-end outline-none text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] text-balance sm:min-h-[4.8rem] lg:text-[2.15rem] ${long ? 'lg:min-h-[5.1rem]' : 'lg:min-h-[2.7rem] xl:min-h-[2.6rem]'}`}>
        <span>
          {segments.map(({ text, tone }, index) => (
            <span key={index} className={TONES[tone]}>
              {text}
            </span>
          ))}
        </span>
      </h1>
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 pt-1 text-dim">{children}</div>
      <p aria-live="polite" className="sr-only">
        {sentence}
      </p>
    </div>
  );
}
