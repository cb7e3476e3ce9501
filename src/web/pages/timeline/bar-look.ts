import type { BarKind } from './bars';

/** How each kind of bar looks; the words in the legend beside it. Blue for work, amber for waiting. */
export const BAR_LOOK: Readonly<Record<BarKind, string>> = {
  read: 'border-2 border-safe bg-panel text-ink',
  write: 'bg-safe text-bg',
  wait: 'hatch-warn border border-warn/60 bg-panel text-ink',
  think: 'time-think text-ink',
  commit: 'bg-ink text-bg',
  other: 'border border-edge bg-panel-2 text-ink',
};

/** A write of the stock that undid another, or was undone. */
export const WRONG_WRITE = 'hatch-bad text-ink';

export const LEGEND: readonly { kind: BarKind; words: string }[] = [
  { kind: 'read', words: 'read' },
  { kind: 'write', words: 'write' },
  { kind: 'wait', words: 'wait; in a statement, what it took beyond the quickest of its kind: mostly the row lock' },
  { kind: 'think', words: 'think' },
  { kind: 'commit', words: 'commit' },
  { kind: 'other', words: 'other step' },
];
