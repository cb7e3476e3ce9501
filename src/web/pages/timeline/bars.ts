import { spansOf, type Pause, type Span, type Spanned } from '@/web/parts/witness/witness-spans';
import type { PurchaseRecord } from '@/domain/history';
import { traitsOf, type StepKind } from '@/domain/step';

/** What a bar is, and so how it looks. `commit` is where a transaction took effect. */
export type BarKind = 'read' | 'write' | 'wait' | 'think' | 'commit' | 'other';

export interface Bar {
  label: string;
  kind: BarKind;
  /** Steps that were sent together are carried out one after another: each begins where the one before it ended. */
  startMs: number;
  endMs: number;
  /** When it was sent. */
  sentMs: number;
  changesStock: boolean;
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
  let doneMs = Number.NEGATIVE_INFINITY;
  return spansOf(purchase, pause).flatMap((span) => {
    const startMs = Math.min(span.endMs, Math.max(span.startMs, doneMs));
    doneMs = Math.max(doneMs, span.endMs);
    return withWait({ ...span, startMs }, span.startMs, quickest);
  });
}

/** Steps that may wait inside Postgres for a lock. The wait is not in the record of the step; its length shows it. */
const MAY_WAIT: ReadonlySet<StepKind | null> = new Set<StepKind | null>(['lock', 'write', 'sell']);
const LEAST_WAIT_MS = 1;
const LEAST_TIMES = 3;

function withWait(span: Span, sentMs: number, quickest: Quickest): Bar[] {
  const { kind, name, label, startMs, endMs } = span;
  const bar: Bar = { label, kind: lookOf(span), startMs, endMs, sentMs, changesStock: kind !== null && traitsOf({ kind }).changesStock };
  const ownMs = quickest.get(name) ?? endMs - startMs;
  const heldUpMs = endMs - startMs - ownMs;
  if (!MAY_WAIT.has(kind) || heldUpMs < Math.max(LEAST_WAIT_MS, LEAST_TIMES * ownMs)) return [bar];
  return [
    { label: 'held up', kind: 'wait', startMs, endMs: endMs - ownMs, sentMs, changesStock: false },
    { ...bar, startMs: endMs - ownMs },
  ];
}

const lookOf = ({ kind, tone }: Span): BarKind => (kind === 'think' || kind === 'commit' ? kind : tone);
