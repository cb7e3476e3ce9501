import { ANOMALIES, type Anomaly } from '@/domain/anomaly';
import { OUTCOME_KINDS, type OutcomeKind } from '@/domain/purchase';
import type { BuyerRow } from './lane-rows';

/** Which purchases are shown; null for whatever they are. */
export interface RowFilter {
  outcome: OutcomeKind | null;
  replica: number | null;
  anomaly: Anomaly | null;
}

export const NO_FILTER: RowFilter = { outcome: null, replica: null, anomaly: null };

export const isUnfiltered = ({ outcome, replica, anomaly }: RowFilter): boolean => outcome === null && replica === null && anomaly === null;

/** The rows that pass, in their order. */
export function filtered(rows: readonly BuyerRow[], { outcome, replica, anomaly }: RowFilter): BuyerRow[] {
  return rows.filter(
    ({ purchase, anomalies }) =>
      (outcome === null || purchase.outcome === outcome) &&
      (replica === null || purchase.replica === replica) &&
      (anomaly === null || anomalies.includes(anomaly)),
  );
}

export interface FilterChoices {
  outcomes: { value: OutcomeKind; count: number }[];
  replicas: { value: number; count: number }[];
  anomalies: { value: Anomaly; count: number }[];
}

/** What there is to choose from in a lane, and how many purchases each choice leaves. */
export function filterChoices(rows: readonly BuyerRow[]): FilterChoices {
  const outcomes = new Map<OutcomeKind, number>();
  const replicas = new Map<number, number>();
  const anomalies = new Map<Anomaly, number>();
  const add = <T>(counts: Map<T, number>, value: T): unknown => counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const row of rows) {
    add(outcomes, row.purchase.outcome);
    add(replicas, row.purchase.replica);
    for (const anomaly of row.anomalies) add(anomalies, anomaly);
  }
  const choices = <T>(counts: Map<T, number>, order: readonly T[]): { value: T; count: number }[] =>
    order.flatMap((value) => (counts.has(value) ? [{ value, count: counts.get(value) ?? 0 }] : []));
  return {
    outcomes: choices(outcomes, OUTCOME_KINDS),
    replicas: choices(replicas, [...replicas.keys()].sort((a, b) => a - b)),
    anomalies: choices(anomalies, ANOMALIES),
  };
}
