'use client';

import type { ReactNode } from 'react';
import { useSettled } from '@/web/parts/hooks/use-settled';
import { spoken, type Segment } from '@/web/parts/words/headline-words';

const TONES = { plain: '', bad: 'text-bad', safe: 'text-safe' } as const;
/** How often a screen reader hears about a running search. */
const SPOKEN_EVERY_MS = 3_000;

/** The verdict in a sentence; below it what was and was not searched, in space reserved for it. */
export function ExplorerHeadline({ segments, children }: { segments: readonly Segment[]; children: ReactNode }) {
  const sentence = useSettled(spoken(segments), SPOKEN_EVERY_MS);
  return (
    <div className="pt-2 pb-4">
      <h1 id="verdict" tabIndex={-1} className="flex min-h-[5.6rem] items-end text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] text-balance outline-none sm:min-h-[3.8rem] lg:min-h-[2.6rem] lg:text-[2.15rem]">
        <span>{segments.map(({ text, tone }, index) => <span key={index} className={TONES[tone]}>{text}</span>)}</span>
      </h1>
      <div className="min-h-[4.4rem] pt-1.5 text-dim sm:min-h-[2.9rem]">{children}</div>
      <p aria-live="polite" className="sr-only">{sentence}</p>
    </div>
  );
}
