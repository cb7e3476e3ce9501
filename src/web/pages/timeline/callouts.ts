import type { Bar } from './bars';
import { placeOf, type TimeWindow } from './time-window';

/** A label beside its bar, for bars that are too narrow for their words. `leftPx` from the edge of the time axis. */
export interface Callout {
  label: string;
  bar: Bar;
  leftPx: number;
  /** 0 is next to the bar. */
  level: number;
}

/** Whether the words of a bar have room in it. */
export const labelFits = (bar: Bar, window: TimeWindow, widthPx: number, charPx: number): boolean =>
  shownPx(bar, window, widthPx) >= bar.label.length * charPx + charPx;

/** What of a bar is on the screen, in pixels. */
function shownPx({ startMs, endMs }: Bar, window: TimeWindow, widthPx: number): number {
  const clip = (ms: number): number => Math.min(1, Math.max(0, placeOf(window, ms)));
  return (clip(endMs) - clip(startMs)) * widthPx;
}

/** Waiting and thinking are known by their look; everything else is worth its words. */
const LABELLED = new Set(['read', 'write', 'commit', 'other']);

/**
 * Labels for the bars that have no room for them, each where its bar begins and on a level where it meets no other. Reads and
 * writes choose first; what finds no room is left out, and is in the tooltip and the text.
 */
export function callouts(bars: readonly Bar[], window: TimeWindow, widthPx: number, charPx: number, levels: number): Callout[] {
  const candidates = bars
    .filter((bar) => LABELLED.has(bar.kind) && !labelFits(bar, window, widthPx, charPx))
    .map((bar) => ({ bar, leftPx: placeOf(window, bar.startMs) * widthPx }))
    .filter(({ bar, leftPx }) => leftPx < widthPx && placeOf(window, bar.endMs) > 0)
    .map(({ bar, leftPx }) => ({ bar, leftPx: Math.max(0, Math.min(leftPx, widthPx - bar.label.length * charPx)) }))
    .sort((a, b) => rank(a.bar) - rank(b.bar) || a.leftPx - b.leftPx);
  const placed: Callout[] = [];
  for (const { bar, leftPx } of candidates) {
    const rightPx = leftPx + (bar.label.length + 1.5) * charPx;
    const free = Array.from({ length: levels }, (_, level) => level).find((level) =>
      placed.every((other) => other.level !== level || leftPx >= other.leftPx + (other.label.length + 1.5) * charPx || rightPx <= other.leftPx),
    );
    if (free !== undefined) placed.push({ label: bar.label, bar, leftPx, level: free });
  }
  return placed;
}

const rank = ({ kind }: Bar): number => (kind === 'read' || kind === 'write' ? 0 : 1);
