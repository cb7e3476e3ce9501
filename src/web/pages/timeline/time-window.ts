/** The part of a lane's time that is on the screen. Milliseconds from the start of the lane. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
}

/** Closer than this a step of a microsecond would fill the screen. */
const LEAST_MS = 0.05;

/** One press of a button or a key, one notch of a wheel. */
export const ZOOM_STEP = 1.6;
export const PAN_STEP = 0.15;

/** The whole lane. */
export const wholeLane = (durationMs: number): TimeWindow => ({ fromMs: 0, toMs: Math.max(durationMs, 1) });

export const spanMs = ({ fromMs, toMs }: TimeWindow): number => toMs - fromMs;

/** A moment as a share of the width: 0 at the left edge, 1 at the right one, outside beyond them. */
export const placeOf = (window: TimeWindow, ms: number): number => (ms - window.fromMs) / spanMs(window);

/** Closer by `factor` (farther below 1) around a place that stays where it is, 0 to 1. */
export function zoomed(window: TimeWindow, factor: number, around: number, whole: TimeWindow): TimeWindow {
  const wanted = Math.min(spanMs(whole), Math.max(LEAST_MS, spanMs(window) / factor));
  const fixedMs = window.fromMs + around * spanMs(window);
  const fromMs = fixedMs - around * wanted;
  return within({ fromMs, toMs: fromMs + wanted }, whole);
}

/** Later by a share of the width; earlier when it is negative. */
export function panned(window: TimeWindow, share: number, whole: TimeWindow): TimeWindow {
  const byMs = share * spanMs(window);
  return within({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, whole);
}

/** All of these moments, with a margin on both sides. */
export function around(moments: readonly number[], whole: TimeWindow): TimeWindow {
  const first = Math.min(...moments);
  const last = Math.max(...moments);
  const margin = Math.max(LEAST_MS, last - first) * 0.12;
  const wanted = { fromMs: first - margin, toMs: last + margin };
  return spanMs(wanted) >= spanMs(whole) ? whole : within(wanted, whole);
}

function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const late = Math.max(0, window.toMs - whole.toMs);
  const fromMs = Math.max(whole.fromMs, window.fromMs - late);
  return { fromMs, toMs: fromMs + spanMs(window) };
}

/** Round moments for an axis, at most `most` of them, with what to write there. */
export function ticksOf(window: TimeWindow, most: number): { ms: number; label: string }[] {
  const rough = spanMs(window) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((nice) => nice * power >= rough) ?? 10);
  const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(step))));
  const first = Math.ceil(window.fromMs / step);
  const count = Math.floor(window.toMs / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const ms = (first + index) * step;
    return { ms, label: `${ms.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms` };
  });
}
