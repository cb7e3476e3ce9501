import type { ScheduleSeen } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { scheduleWords } from './explorer-words';
import { labHref } from './lab-link';
import type { ScheduleEnd } from './schedule-groups';
import type { ScheduleSize } from './schedule-layout';
import { ScheduleStrip } from './schedule-strip';

/** A shape for each end, beside its colour. */
export const END_SIGNS = { bad: '✗', away: '◐', good: '' } as const;
const LOOKS = {
  bad: 'border-bad/60 bg-[color-mix(in_srgb,var(--bad)_11%,var(--panel))]',
  away: 'border-warn/60 bg-panel',
  good: 'border-line bg-panel',
} as const;
const EDGES = { bad: 'hatch-bad', away: 'hatch-warn', good: '' } as const;
const TONES = { bad: 'text-bad', away: 'text-warn', good: '' } as const;

interface ScheduleLinkProps {
  seen: ScheduleSeen;
  end: ScheduleEnd;
  at: number;
  setup: LabSetup;
  size: ScheduleSize;
  /** The one that Tab leads to. */
  current: boolean;
}

/** One schedule, which opens in the lab. */
export function ScheduleLink({ seen, end, at, setup, size, current }: ScheduleLinkProps) {
  const moves = (seen.schedule.length + 1) / 2;
  return (
    <a
      href={labHref(setup, seen.schedule)}
      data-schedule={at}
      data-end={end}
      tabIndex={current ? 0 : -1}
      aria-label={`${seen.schedule}, ${scheduleWords(seen, end === 'bad')}`}
      className={`flex shrink-0 scroll-mt-16 items-stretch overflow-hidden rounded-md border no-underline hover:outline-2 hover:outline-ink focus-visible:outline-3 focus-visible:outline-offset-1 ${LOOKS[end]}`}
      style={{ width: `${size.width}rem`, height: `${size.height}rem` }}
    >
      <span className={`mr-[0.2rem] w-[0.35rem] shrink-0 ${EDGES[end]}`} />
      <span className="flex grow items-center"><ScheduleStrip schedule={seen.schedule} buyers={setup.buyers} width={moves * size.step} height={size.height - 0.5} /></span>
      <span aria-hidden className={`flex w-5 shrink-0 items-center justify-center text-[0.9rem] leading-none font-bold ${TONES[end]}`}>{END_SIGNS[end]}</span>
    </a>
  );
}
