import type { ScheduleSeen } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { orderWords } from './explorer-words';
import { labHref } from './lab-link';
import type { OrderEnd } from './schedule-groups';
import type { OrderSize } from './schedule-layout';
import { OrderStrip } from './schedule-strip';

/** A shape for each end, beside its colour. */
export const END_SIGNS = { bad: '✗', away: '◐', good: '' } as const;
const LOOKS = {
  bad: 'border-bad/60 bg-[color-mix(in_srgb,var(--bad)_11%,var(--panel))]',
  away: 'border-warn/60 bg-panel',
  good: 'border-line bg-panel',
} as const;
const EDGES = { bad: 'hatch-bad', away: 'hatch-warn', good: '' } as const;
const TONES = { bad: 'text-bad', away: 'text-warn', good: '' } as const;

interface OrderLinkProps {
  order: ScheduleSeen;
  end: OrderEnd;
  at: number;
  setup: LabSetup;
  size: OrderSize;
  /** The one that Tab leads to. */
  current: boolean;
}

/** One order of steps, which opens in the lab. */
export function OrderLink({ order, end, at, setup, size, current }: OrderLinkProps) {
  const moves = (order.schedule.length + 1) / 2;
  return (
    <a
      href={labHref(setup, order.schedule)}
      data-order={at}
      data-end={end}
      tabIndex={current ? 0 : -1}
      aria-label={`${order.schedule}, ${orderWords(order, end === 'bad')}`}
      className={`flex shrink-0 scroll-mt-16 items-stretch overflow-hidden rounded-md border no-underline hover:outline-2 hover:outline-ink focus-visible:outline-3 focus-visible:outline-offset-1 ${LOOKS[end]}`}
      style={{ width: `${size.width}rem`, height: `${size.height}rem` }}
    >
      <span className={`mr-[0.2rem] w-[0.35rem] shrink-0 ${EDGES[end]}`} />
      <span className="flex grow items-center"><OrderStrip schedule={order.schedule} buyers={setup.buyers} width={moves * size.step} height={size.height - 0.5} /></span>
      <span aria-hidden className={`flex w-5 shrink-0 items-center justify-center text-[0.9rem] leading-none font-bold ${TONES[end]}`}>{END_SIGNS[end]}</span>
    </a>
  );
}
