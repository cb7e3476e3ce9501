import { judgeLane } from '@/checkers/judge-lane';
import { lostSales } from '@/checkers/lost-sales';
import type { FaultReport } from '@/domain/fault';
import type { PurchaseRecord } from '@/domain/history';
import type { FloodPlan } from '@/domain/plan';
import type { LaneReport, SeriesPoint } from '@/domain/report';
import type { LaneRef } from '@/domain/run-event';
import type { Recorder } from '@/load/recorder';
import { laneSeries } from '@/load/series';
import type { FinalState } from '@/stock/final-state';
import { sqlStates, timeSpent } from './time-spent';
import type { Watched } from './watch-stores';
import type { Strategy } from '@/kit/strategy';

export interface FinishedLane {
  lane: LaneRef;
  strategy: Strategy;
  plan: FloodPlan;
  seed: number;
  productId: number;
  recorder: Recorder;
  durationMs: number;
  watched: Watched;
  finalState: FinalState;
  fault: FaultReport | null;
}

/** Judges a lane that has come to rest and puts its numbers together. Pure. */
export function laneReport({ lane, strategy, plan, seed, productId, recorder, durationMs, watched, finalState, fault }: FinishedLane): LaneReport {
  const { verdict, findings, explanation } = judgeLane({ stock: plan.stock, purchases: recorder.purchases, ...finalState });
  const counts = recorder.counts(durationMs);
  const unitsSold = finalState.orders.reduce((units, order) => units + order.quantity, 0);
  return {
    strategy: strategy.id,
    class: strategy.class,
    control: strategy.class === 'unsafe' && plan.replicas >= (strategy.unsafeFromReplicas ?? 1),
    verdict,
    stock: plan.stock,
    buyers: plan.buyers,
    confirmed: counts.confirmed,
    soldOut: counts.soldOut,
    gaveUp: counts.gaveUp,
    unknown: counts.unknown,
    ordersStored: finalState.orders.length,
    unitsSold,
    finalStock: finalState.finalStock,
    oversold: Math.max(0, unitsSold - plan.stock),
    lostUpdates: findings.find((finding) => finding.anomaly === 'lost-update')?.count ?? 0,
    lostSales: lostSales({ purchases: recorder.purchases, finalStock: finalState.finalStock }),
    attempts: counts.attempts,
    goodputPerSecond: counts.goodputPerSecond,
    durationMs: Math.round(durationMs),
    latencyMs: counts.latencyMs,
    findings,
    soldLatencyMs: recorder.soldLatencyMs(),
    repeat: lane.repeat,
    seed,
    productId,
    dropped: recorder.dropped,
    retries: counts.attempts - recorder.purchases.length,
    lockWaits: counts.lockWaits,
    lockQueuePeak: watched.lockQueuePeak,
    poolQueuePeak: watched.poolQueuePeak,
    timeSpent: timeSpent(recorder.purchases, watched.lockWaitTotalMs),
    attemptsPerSale: counts.confirmed > 0 ? round(recorder.attemptsOfSales / counts.confirmed) : null,
    sqlStates: sqlStates(recorder.purchases),
    startSpreadMs: plan.arrivals === 'burst' ? round(recorder.lastInvokedMs - (recorder.firstInvokedMs ?? 0)) : null,
    lateStartMs: plan.arrivals === 'open-loop' ? round(recorder.lateStartMs) : null,
    explanation,
    ...mistakesOf(recorder.purchases),
    fault,
    ghostSeries: watched.ghostSeries,
    series: closedSeries(laneSeries(recorder.purchases, plan.stock, durationMs), finalState.finalStock),
  };
}

/** Nothing where there are none: the field is for strategies from files. */
function mistakesOf(purchases: readonly PurchaseRecord[]): Pick<LaneReport, 'mistakes'> {
  const counts = new Map<string, number>();
  for (const { mistake } of purchases) if (mistake !== undefined) counts.set(mistake, (counts.get(mistake) ?? 0) + 1);
  return counts.size === 0 ? {} : { mistakes: [...counts].map(([message, count]) => ({ message, count })) };
}

/** Answers overtake each other on their way back; the last point is what the store holds. */
const closedSeries = (series: SeriesPoint[], finalStock: number): SeriesPoint[] =>
  series.map((point, index) => (index === series.length - 1 ? { ...point, stock: finalStock } : point));

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
