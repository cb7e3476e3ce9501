import type { OutcomeKind, StepRecord } from './purchase';

/**
 * One purchase as its buyer saw it. Times are milliseconds on one monotonic clock, from the start of the lane:
 * `intendedMs` when the buyer meant to buy, `invokedMs` when the request left, `returnedMs` when the answer came.
 */
export interface PurchaseRecord {
  buyerId: string;
  quantity: number;
  outcome: OutcomeKind;
  orderId: number | null;
  /** Units left after this purchase, according to the shop's answer; null unless confirmed. */
  remaining: number | null;
  intendedMs: number;
  invokedMs: number;
  returnedMs: number;
  attempts: number;
  lockWaits: number;
  replica: number;
  /** What the strategy's own code did wrong in it, in a sentence; absent where it did nothing wrong. */
  mistake?: string | undefined;
  /** Empty unless the lane was traced. */
  steps: readonly StepRecord[];
}

/** An order row of the sale, read after the flood. `remaining` is the stock that the order believed it left. */
export interface StoredOrder {
  id: number;
  buyerId: string;
  quantity: number;
  /** Null where it says nothing about which unit was sold. */
  remaining: number | null;
  /** The token that the write was accepted with; null where there is none. */
  fencingToken: number | null;
  idempotencyKey: string | null;
}

/** Everything that the checkers see of one lane. */
export interface LaneEvidence {
  /** Units on sale at the start. */
  stock: number;
  purchases: readonly PurchaseRecord[];
  orders: readonly StoredOrder[];
  /** Units left in the store at the end. */
  finalStock: number;
  /** Units left as Redis counts them, for a sale that is counted there; null for every other. */
  counterStock: number | null;
}
