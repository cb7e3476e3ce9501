'use client';

import { useEffect, useRef } from 'react';
import type { LabState } from '@/domain/lab';
import { scheduleChips } from './schedule-chips';

interface ScheduleStripProps {
  lab: LabState | null;
  onGoTo: (schedule: string) => void;
}

/** The moves so far, one chip each, in one line that scrolls by itself. A press goes back to just after that move. */
export function ScheduleStrip({ lab, onGoTo }: ScheduleStripProps) {
  const strip = useRef<HTMLOListElement>(null);
  const chips = lab ? scheduleChips(lab) : [];
  const made = chips.length;
  useEffect(() => {
    // The hint shown before the first move is read from its beginning.
    strip.current?.scrollTo({ left: made === 0 ? 0 : strip.current.scrollWidth });
  }, [made]);
  return (
    <div className="flex h-12 items-center gap-3">
      <span className="text-dim max-sm:sr-only">Schedule</span>
      <ol ref={strip} aria-label="Moves so far" className="flex min-w-0 gap-1.5 overflow-x-auto p-1 [scrollbar-width:thin]">
        {made === 0 ? <li className="flex min-h-8 items-center leading-tight text-dim sm:whitespace-nowrap">No move yet: your moves are recorded here.</li> : null}
        {chips.map(({ move, text, waits, token }, place) => (
          <li key={token} className="h-8 shrink-0">
            <button
              type="button"
              data-buyer={move}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onGoTo(token)}
              aria-current={place === made - 1 ? 'step' : undefined}
              title={`Go back to after move ${place + 1}`}
              className={`h-8 rounded-md border border-hue bg-[color-mix(in_srgb,var(--hue)_18%,var(--panel))] px-2.5 font-mono text-cap font-semibold whitespace-nowrap text-ink aria-[current]:outline-2 aria-[current]:outline-offset-1 aria-[current]:outline-ink ${waits ? 'hatch-wait border-dashed!' : ''}`}
            >
              <span className="text-hue">{move}</span> {text}
            </button>
          </li>
        ))}
      </ol>
      <span className="grow" />
      <code aria-label="The schedule as a token" className="max-w-[30%] truncate font-mono text-cap text-dim [direction:rtl] max-sm:hidden">
        <bdi>{lab?.schedule}</bdi>
      </code>
    </div>
  );
}
