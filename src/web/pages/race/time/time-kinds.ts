import type { TimeKind } from '@/domain/time-spent';

/** How a kind of time is drawn and called, everywhere. Waiting is amber and patterned; work is grey and plain. */
export interface TimeLook {
  kind: TimeKind;
  word: string;
  /** The pattern's class in globals.css. */
  look: string;
}

/** In the order of the pieces in a bar: the waits first, because they are what a lock costs. */
export const TIME_LOOKS: readonly TimeLook[] = [
  { kind: 'pool-wait', word: 'waits for a connection', look: 'time-pool-wait' },
  { kind: 'lock-wait', word: 'waits for a lock', look: 'time-lock-wait' },
  { kind: 'back-off', word: 'backs off before a retry', look: 'time-back-off' },
  { kind: 'statement', word: 'statements', look: 'time-statement' },
  { kind: 'commit', word: 'commit', look: 'time-commit' },
  { kind: 'think', word: 'thinks', look: 'time-think' },
  { kind: 'elsewhere', word: 'elsewhere: HTTP, event loop', look: 'time-elsewhere' },
];
