import type { PurchaseRecord } from '@/domain/history';
import { TIME_KINDS, timeOfSteps, type TimeKind, type TimeSpent } from '@/domain/time-spent';

/**
 * Where the time of the mean purchase went; null when the steps were not recorded. A wait for a lock inside a statement is
 * not in its record: it is what the watchdog saw of sessions that waited, `lockWaitTotalMs` over the whole lane.
 */
export function timeSpent(purchases: readonly PurchaseRecord[], lockWaitTotalMs: number): TimeSpent | null {
  const traced = purchases.filter(({ steps }) => steps.length > 0);
  if (traced.length === 0) return null;
  const total: Record<TimeKind, number> = { 'pool-wait': 0, 'lock-wait': 0, statement: 0, commit: 0, think: 0, 'back-off': 0, elsewhere: 0 };
  for (const { steps, invokedMs, returnedMs } of traced) {
    const spent = timeOfSteps(steps);
    let known = 0;
    for (const kind of TIME_KINDS) {
      total[kind] += spent[kind] ?? 0;
      known += spent[kind] ?? 0;
    }
    total.elsewhere += Math.max(0, returnedMs - invokedMs - known);
  }
  const inStatements = Math.min(lockWaitTotalMs, total.statement);
  total['lock-wait'] += inStatements;
  total.statement -= inStatements;
  return Object.fromEntries(TIME_KINDS.map((kind) => [kind, Math.round((total[kind] / traced.length) * 100) / 100])) as unknown as TimeSpent;
}

/** How often Postgres answered with which SQLSTATE; null when the steps were not recorded. */
export function sqlStates(purchases: readonly PurchaseRecord[]): Record<string, number> | null {
  if (!purchases.some(({ steps }) => steps.length > 0)) return null;
  const counts: Record<string, number> = {};
  for (const { steps } of purchases) {
    for (const { observed } of steps) {
      const state = observed?.sqlstate;
      // 25P02 only repeats that an earlier statement of the same round trip failed.
      if (typeof state === 'string' && state !== '25P02') counts[state] = (counts[state] ?? 0) + 1;
    }
  }
  return counts;
}
