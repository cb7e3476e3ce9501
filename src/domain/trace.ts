import type { PurchaseRecord, StoredOrder } from './history';

/**
 * Every step of every purchase is recorded, whatever the size of a flood, so that every witness has its own. So many purchases
 * are kept for each lane; of a larger flood a seeded sample, and every witness.
 */
export const TRACE_MAX_PURCHASES = 20_000;

/**
 * What was recorded of one lane, kept so that it can be looked at, exported and replayed when the flood is over. All times,
 * those of steps among them, are milliseconds from the start of the lane.
 */
export interface LaneTrace {
  runId: string;
  strategy: string;
  /** Which of `--repeat`, from 1. */
  repeat: number;
  /** Units on sale at the start, and units in each purchase. */
  stock: number;
  quantity: number;
  finalStock: number;
  /** All purchases there were; `purchases` has as many, or is a sample of them. */
  purchaseCount: number;
  /** In the order of their invocations; steps are empty where none were recorded. */
  purchases: PurchaseRecord[];
  /** The order rows of the purchases that were kept, in the order of their ids. */
  orders: StoredOrder[];
}

/** Which lanes of a run have a trace. */
export interface TraceRef {
  strategy: string;
  repeat: number;
  purchaseCount: number;
  keptCount: number;
}
