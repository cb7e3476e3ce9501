import { spansOf, type Pause, type Span, type Spanned } from '@/ui/witness/witness-spans';
import type { PurchaseRecord } from '@/domain/history';

/** What a bar is, and so how it looks. `commit` is where a transaction took effect. */
export type BarKind = 'read' | 'write' | 'wait' | 'think' | 'commit' | 'other';

export interface Bar {
  label: string;
  kind: BarKind;
  startMs: number;
  endMs: number;
  /** Steps that are sent together overlap; each then has a level of its own below the other, from 0, of `levels`. */
  level: number;
  levels: number;
}

/** The least time that each step took in a lane, by its name: what is beyond it, the step was held up. */
export type Quickest = ReadonlyMap<string, number>;

export function quickestSteps(purchases: readonly PurchaseRecord[]): Quickest {
  const quickest = new Map<string, number>();
  for (const { steps } of purchases) {
    for (const { name, startMs, endMs } of steps) {
      const known = quickest.get(name);
      if (known === undefined || endMs - startMs < known) quickest.set(name, endMs - startMs);
    }
  }
  return quickest;
}

/** A purchase as bars, in the order of its steps. */
export function barsOf(purchase: Spanned, quickest: Quickest, pause: Pause | null): Bar[] {
  return levelled(spansOf(purchase, pause).flatMap((span) => withWait(span, quickest)));
}

type Flat = Omit<Bar, 'level' | 'levels'>;

/** Statements that wait inside Postgres for the lock of a row. The wait is not in the record of the step; its length tells it. */
const TAKES_ROW_LOCK = /lock the row|show the token|^(write stock|subtract|take stock)/;
const LEAST_WAIT_MS = 1;
const LEAST_TIMES = 3;

function withWait(span: Span, quickest: Quickest): Flat[] {
  const { label, startMs, endMs } = span;
  const kind = kindOf(span);
  const ownMs = quickest.get(span.name) ?? endMs - startMs;
  const heldUpMs = endMs - startMs - ownMs;
  if (!TAKES_ROW_LOCK.test(span.name) || heldUpMs < Math.max(LEAST_WAIT_MS, LEAST_TIMES * ownMs)) return [{ label, kind, startMs, endMs }];
  return [
    { label: 'held up', kind: 'wait', startMs, endMs: endMs - ownMs },
    { label, kind, startMs: endMs - ownMs, endMs },
  ];
}

function kindOf({ name, label, tone }: Span): BarKind {
  if (name === 'think') return 'think';
  return label === 'commit' ? 'commit' : tone;
}

/** Gives every run of bars that overlap their levels. A moment that two only share is no overlap. */
function levelled(bars: readonly Flat[]): Bar[] {
  const done: Bar[] = [];
  let group: Flat[] = [];
  let endMs = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    done.push(...inLevels(group));
    group = [];
  };
  for (const bar of [...bars].sort((a, b) => a.startMs - b.startMs)) {
    if (bar.startMs >= endMs - CLOCK_MS) close();
    group.push(bar);
    endMs = Math.max(endMs, bar.endMs);
  }
  close();
  return done;
}

/** Times are cut to microseconds. */
const CLOCK_MS = 0.002;

function inLevels(group: readonly Flat[]): Bar[] {
  const ends: number[] = [];
  const placed = group.map((bar) => {
    const free = ends.findIndex((endMs) => bar.startMs >= endMs - CLOCK_MS);
    const level = free < 0 ? ends.length : free;
    ends[level] = bar.endMs;
    return { ...bar, level };
  });
  return placed.map((bar) => ({ ...bar, levels: ends.length }));
}
