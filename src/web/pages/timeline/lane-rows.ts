import { anomalousBuyers } from '@/domain/anomalous-purchases';
import type { Anomaly } from '@/domain/anomaly';
import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { quickestSteps, type Quickest } from './bars';

/** One line of the timeline: a purchase, and what it took part in. */
export interface BuyerRow {
  /** The place in the lane, from 0, in the order of invocation. It stays when others are filtered away. */
  index: number;
  purchase: PurchaseRecord;
  anomalies: readonly Anomaly[];
}

/** A lane, ready to be drawn. */
export interface LaneRows {
  rows: BuyerRow[];
  quickest: Quickest;
  /** When the last answer came. */
  endMs: number;
  /** Purchases of the lane that are not among the rows. */
  leftOut: number;
}

export function laneRows(trace: LaneTrace): LaneRows {
  const anomalous = [...anomalousBuyers(trace)];
  const { purchases, purchaseCount } = trace;
  return {
    rows: purchases.map((purchase, index) => ({
      index,
      purchase,
      anomalies: anomalous.filter(([, buyers]) => buyers.has(purchase.buyerId)).map(([anomaly]) => anomaly),
    })),
    quickest: quickestSteps(purchases),
    endMs: purchases.reduce((last, { returnedMs }) => Math.max(last, returnedMs), 0),
    leftOut: purchaseCount - purchases.length,
  };
}
