import type { OutcomeKind, StepRecord } from '@/domain/purchase';
import type { Buyer } from './crowd';

/** What a buyer learns. `replica` counts from 0. */
export interface Answer {
  outcome: OutcomeKind;
  orderId: number | null;
  remaining: number | null;
  attempts: number;
  lockWaits: number;
  replica: number;
  steps: readonly StepRecord[];
  /** The shop gave no answer at all. */
  lost?: true;
  /** What the strategy's own code did wrong, in a sentence; absent where it did nothing wrong. */
  mistake?: string;
  /** When an earlier reply to this buyer got lost, on the machine's clock; the buyer then asked again, which is another purchase. */
  lostReplyMs?: number;
}

/** Buys once. Never throws: whatever goes wrong is an outcome. */
export type Buy = (buyer: Buyer) => Promise<Answer>;
