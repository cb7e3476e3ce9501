import type { MonotonicClock } from '@/domain/monotonic-clock';
import type { ArrivalKind } from '@/domain/plan';
import { releaseAtOnce } from './burst';
import { closedLoop } from './closed-loop';
import type { Buyer } from './crowd';
import { openLoop } from './open-loop';

/** What an arrival model works with. Times are milliseconds of `clock`. */
export interface ArrivalRun {
  crowd: Iterator<Buyer, void>;
  /** Most purchases under way at once. */
  concurrency: number;
  startMs: number;
  clock: MonotonicClock;
  /** Sends one buyer off; settles when the buyer is done and never rejects. `intendedMs` is when the buyer meant to buy. */
  send: (buyer: Buyer, intendedMs: number) => Promise<void>;
  /** Counts an arrival that found no room and never left. */
  drop: (buyer: Buyer) => void;
  /** Once aborted, no further buyer is sent. */
  signal: AbortSignal;
}

/** Sends the whole crowd and settles when the last buyer is done. */
export type ArrivalModel = (run: ArrivalRun) => Promise<void>;

export const ARRIVAL_MODELS: Readonly<Record<ArrivalKind, ArrivalModel>> = {
  'closed-loop': closedLoop,
  burst: releaseAtOnce,
  'open-loop': openLoop,
};
