import type { WitnessPurchase } from '@/domain/anomaly';
import type { FaultReport } from '@/domain/fault';
import type { Observation, StepRecord } from '@/domain/purchase';

/** read: learned the stock. write: changed something. wait: thought, or waited. other: the rest. */
export type StepTone = 'read' | 'write' | 'wait' | 'other';

/** A piece of a purchase, as it is drawn. */
export interface Span {
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
  return invokedMs === null || returnedMs === null ? [] : [{ name: 'asked', label: 'asked … answered', tone: 'other', startMs: invokedMs, endMs: returnedMs }];
}

/** Tries at a lock that was taken, and the waits between them, as one span: forty slivers say less than their number. */
function withoutTries(steps: readonly StepRecord[]): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < steps.length; ) {
    const tries = triesFrom(steps, index);
    const [first] = tries;
    const last = tries.at(-1);
    const taken = tries.filter((step) => step.name === first?.name).length;
    if (first && last && taken > 1) spans.push({ name: first.name, label: `waits for ${first.name.slice('take '.length)}, ${taken} tries`, tone: 'wait', startMs: first.startMs, endMs: last.endMs });
    else spans.push(...tries.map(spanOf));
    index += tries.length;
  }
  return spans;
}

/** The steps from here on that try for the same lock; the step itself when it tries for none. */
function triesFrom(steps: readonly StepRecord[], from: number): StepRecord[] {
  const name = steps[from]?.name ?? '';
  if (!/^take the /.test(name)) return steps.slice(from, from + 1);
  let end = from + 1;
  while (steps[end]?.name === name || /^(wait to|back off)/.test(steps[end]?.name ?? '')) end += 1;
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
    return stood ? [span, { name: 'stood still', label: 'stood still', tone: 'wait' as const, startMs, endMs }] : [span];
  });
}

function spanOf({ name, startMs, endMs, observed }: StepRecord): Span {
  const tone = toneOf(name);
  return { name, label: labelOf(name, tone, observed), tone, startMs, endMs };
}

function toneOf(name: string): StepTone {
  if (/^(think|wait|back off|take the)/.test(name)) return 'wait';
  if (/^(read|look|lock|load|count|ask whether)/.test(name)) return 'read';
  return /^(write|update|insert|set the|sell|subtract|append|take stock|reserve|buy together|give back)/.test(name) ? 'write' : 'other';
}

/** A step's first word and what came back: 'read 42', 'order 17'. */
function labelOf(name: string, tone: StepTone, observed: Observation): string {
  const verb = name.split(' ')[0] ?? name;
  if (typeof observed?.stock === 'number' && (tone === 'read' || tone === 'write')) return `${verb} ${observed.stock}`;
  if (/^insert order/.test(name)) return 'order';
  return / order/.test(name) ? `${verb}, order` : verb;
}
