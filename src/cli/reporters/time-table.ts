import pc from 'picocolors';
import type { RunReport } from '@/domain/report';
import { TIME_KINDS, type TimeKind } from '@/domain/time-spent';
import { plainTable } from './plain-table';

const HEADS: Readonly<Record<TimeKind, string>> = {
  'pool-wait': 'pool wait',
  'lock-wait': 'lock wait',
  statement: 'statements',
  commit: 'commit',
  think: 'think',
  'back-off': 'back-off',
  elsewhere: 'elsewhere',
};

/** Where the time of the mean purchase was spent, one row for each lane, with attempts per sale, the longest queues and the errors of Postgres. */
export function timeTable({ lanes }: RunReport): string {
  const traced = lanes.filter((lane) => lane.timeSpent !== null);
  if (traced.length === 0) return pc.dim('  Steps are not recorded in floods of this size, so it is not known where the time was spent.');
  const rows = traced.map((lane) => [
    lane.strategy,
    ...TIME_KINDS.map((kind) => `${(lane.timeSpent?.[kind] ?? 0).toFixed(1)} ms`),
    lane.attemptsPerSale?.toFixed(1) ?? '',
    String(lane.poolQueuePeak),
    String(lane.lockQueuePeak),
    Object.entries(lane.sqlStates ?? {}).map(([state, count]) => `${state} x ${count}`).join(', '),
  ]);
  const heads = ['strategy', ...TIME_KINDS.map((kind) => HEADS[kind]), 'attempts per sale', 'pool queue', 'lock queue', 'SQLSTATEs'];
  return `\n${pc.dim('where the time of the mean purchase was spent')}\n${plainTable(heads, rows, 1)}`;
}
