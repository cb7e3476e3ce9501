import type { WitnessPurchase } from '@/domain/anomaly';
import type { StepTone } from '@/domain/step';
import { spansOf, type Pause, type Span } from '@/web/parts/witness/witness-spans';

export interface TimelineStep {
  label: string;
  /** Whether the label has room; if not, the step is known by its look and its tooltip. */
  fits: boolean;
  tone: StepTone;
  /** Share of the width, 0 to 1. */
  left: number;
  width: number;
  startMs: number;
  endMs: number;
}

export interface TimelineRow {
  name: string;
  buyerId: string;
  steps: TimelineStep[];
}

export interface Timeline {
  rows: TimelineRow[];
  ticks: { left: number; label: string }[];
}

/** Room that a step needs for its words, in the same made-up unit as `MS_ROOM`. */
const CHAR_ROOM = 1;
const PADDING_ROOM = 2.2;
/** Of all the room that words need, this much more is shared out by time. */
const TIME_SHARE = 0.2;

/**
 * The purchases of a witness on one time axis from the first of their steps. The order of all beginnings and ends is
 * exact; a step that is too short for its words is drawn wider, and everything after it moves along. A purchase whose
 * steps are unknown (its reply was lost) keeps a row without any, as long as another one has some.
 */
export function witnessTimeline(witnesses: readonly WitnessPurchase[], pause: Pause | null = null): Timeline {
  const lines = witnesses.map((witness) => ({ witness, spans: spansOf(witness, pause) }));
  const all = lines.flatMap(({ spans }) => spans);
  if (all.length === 0) return { rows: [], ticks: [] };
  const { place, room } = stretch(all);
  const zeroMs = Math.min(...all.map(({ startMs }) => startMs));
  return {
    rows: lines.map(({ witness, spans }) => ({
      name: witness.orderId === null ? `buyer ${witness.buyerId}` : `order ${witness.orderId}`,
      buyerId: witness.buyerId,
      steps: spans.map((span) => ({
        ...span,
        fits: (place(span.endMs) - place(span.startMs)) * room >= roomOf(span) - 0.01,
        left: place(span.startMs),
        width: place(span.endMs) - place(span.startMs),
        startMs: span.startMs - zeroMs,
        endMs: span.endMs - zeroMs,
      })),
    })),
    ticks: ticksOf(all, zeroMs, place),
  };
}

/** From a moment to its share of the width: evenly by time, but no step narrower than its label. */
function stretch(spans: readonly Span[]): { place: (ms: number) => number; room: number } {
  const moments = [...new Set(spans.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  const first = moments[0] ?? 0;
  const totalMs = Math.max(1e-6, (moments.at(-1) ?? 0) - first);
  const roomPerMs = (spans.reduce((sum, span) => sum + leastRoomOf(span), 0) * TIME_SHARE) / totalMs;
  const at = new Map<number, number>([[first, 0]]);
  let before = { ms: first, at: 0 };
  for (const ms of moments.slice(1)) {
    const byTime = before.at + (ms - before.ms) * roomPerMs;
    const byWords = spans.filter(({ endMs }) => endMs === ms).map((span) => (at.get(span.startMs) ?? 0) + leastRoomOf(span));
    before = { ms, at: Math.max(byTime, ...byWords) };
    at.set(ms, before.at);
  }
  const end = before.at || 1;
  return { place: (ms) => (at.get(ms) ?? 0) / end, room: end };
}

const roomOf = ({ label }: Span): number => label.length * CHAR_ROOM + PADDING_ROOM;

/** A wait says what it is by its hatching, so it may be narrow. */
const leastRoomOf = (span: Span): number => (span.tone === 'wait' && span.label === 'wait' ? 1.2 : roomOf(span));

/** The first start, the last end, and what lies between in round places; never so close that labels touch. */
function ticksOf(spans: readonly Span[], zeroMs: number, place: (ms: number) => number): Timeline['ticks'] {
  const moments = [...new Set(spans.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  const ticks: Timeline['ticks'] = [];
  const end = moments.at(-1) ?? zeroMs;
  for (const ms of moments) {
    const left = place(ms);
    const last = ticks.at(-1);
    const crowded = last !== undefined && left - last.left < 0.16;
    if (ms !== end && (crowded || left > 0.84)) continue;
    ticks.push({ left, label: `${(ms - zeroMs).toFixed(1)} ms` });
  }
  return ticks;
}
