import type { WitnessPurchase } from '@/domain/anomaly';
import type { FaultReport } from '@/domain/fault';
import type { Observation, StepRecord } from '@/domain/purchase';
import { traitsOf, type StepKind, type StepTone } from '@/domain/step';

/** A piece of a purchase, as it is drawn. */
export interface Span {
  /** Null for what is no step of the purchase. */
  kind: StepKind | null;
  /** The step that it is, or the first of the steps that it stands for. */
  name: string;
  label: string;
  tone: StepTone;
  startMs: number;
  endMs: number;
}

/** While the fault kept a replica from running. */
export interface Pause {
  fromMs: number;
  toMs: number;
}

/** A wait that is shorter was none: the connection was free. */
const LEAST_WAIT_MS = 0.1;

/** A gap counts as the pause when it holds at least this share of it. */
const PAUSE_SHARE = 0.5;

/** When a replica stood still in a lane; null unless that is what its fault does, and did. */
export const pauseOf = (fault: FaultReport | null): Pause | null =>
  fault?.name === 'pause-holder' && fault.struckMs !== null ? { fromMs: fault.struckMs, toMs: fault.mendedMs ?? Number.POSITIVE_INFINITY } : null;

/** What is asked of a purchase to draw it. */
export type Spanned = Pick<WitnessPurchase, 'invokedMs' | 'returnedMs'> & { readonly steps: readonly StepRecord[] };

/** What a purchase did, in order; one without a record of its steps is at least asked and answered, if that is known. */
export function spansOf({ steps, invokedMs, returnedMs }: Spanned, pause: Pause | null): Span[] {
  const recorded = withoutTries(steps).filter(({ tone, endMs, startMs }) => endMs - startMs > (tone === 'wait' ? LEAST_WAIT_MS : 0));
  if (recorded.length > 0) return pause ? withPause(recorded, pause) : recorded;
  return invokedMs === null || returnedMs === null ? [] : [{ kind: null, name: 'asked', label: 'asked … answered', tone: 'other', startMs: invokedMs, endMs: returnedMs }];
}

/** Tries at a lock that was taken, and the waits between them, as one span: forty slivers say less than their number. */
function withoutTries(steps: readonly StepRecord[]): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < steps.length; ) {
    const tries = triesFrom(steps, index);
    const [first] = tries;
    const last = tries.at(-1);
    const taken = tries.filter((step) => step.name === first?.name).length;
    if (first && last && taken > 1) spans.push({ kind: first.kind, name: first.name, label: `${first.name}, ${taken} tries`, tone: 'wait', startMs: first.startMs, endMs: last.endMs });
    else spans.push(...tries.map(spanOf));
    index += tries.length;
  }
  return spans;
}

/** The steps from here on that try for the same lock with nothing but waits between; the step itself when it tries for none. */
function triesFrom(steps: readonly StepRecord[], from: number): StepRecord[] {
  let end = from + 1;
  while (steps[end]?.kind === 'wait') {
    end += 1;
    if (steps[end]?.name === steps[from]?.name) end += 1;
  }
  return steps.slice(from, end);
}

/** Says of a gap between two steps that the replica stood still in it, if that is what the fault did then. */
function withPause(spans: readonly Span[], pause: Pause): Span[] {
  return spans.flatMap((span, index) => {
    const next = spans[index + 1];
    if (!next) return [span];
    const startMs = Math.max(span.endMs, pause.fromMs);
    const endMs = Math.min(next.startMs, pause.toMs);
    const whole = Number.isFinite(pause.toMs) ? pause.toMs - pause.fromMs : next.startMs - pause.fromMs;
    const stood = endMs - startMs > Math.max(LEAST_WAIT_MS, whole * PAUSE_SHARE);
    return stood ? [span, { kind: null, name: 'stood still', label: 'stood still', tone: 'wait' as const, startMs, endMs }] : [span];
  });
}

function spanOf({ kind, name, startMs, endMs, observed }: StepRecord): Span {
  const { tone } = traitsOf({ kind });
  return { kind, name, label: labelOf(kind, tone, observed), tone, startMs, endMs };
}

/** The word of the kind and what came back: 'read 42', 'order'. */
function labelOf(kind: StepKind, tone: StepTone, observed: Observation): string {
  const { word } = traitsOf({ kind });
  const stock = observed?.stock ?? (kind === 'sell' ? observed?.remaining : undefined);
  if (typeof stock !== 'number' || (tone !== 'read' && tone !== 'write')) return word;
  // A lock that returns the stock has read it.
  return `${kind === 'lock' ? 'read' : word} ${stock}`;
}
