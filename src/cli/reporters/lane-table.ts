import pc from 'picocolors';
import type { LaneReport, RunReport } from '@/domain/report';
import { EXIT_MEANINGS } from '@/domain/verdict';
import { plainTable } from './plain-table';

type Column = readonly [title: string, cell: (lane: LaneReport) => string, worth: (lane: LaneReport) => boolean];

const always = (): boolean => true;

/** A column with only zeros is left out. */
const COLUMNS: readonly Column[] = [
  ['sold', (lane) => `${lane.unitsSold} of ${lane.stock}`, always],
  ['oversold', (lane) => alarm(lane.oversold), always],
  ['lost updates', (lane) => alarm(lane.lostUpdates), always],
  ['sold out', (lane) => quiet(lane.soldOut), always],
  ['gave up', (lane) => quiet(lane.gaveUp), (lane) => lane.gaveUp > 0],
  ['unknown', (lane) => quiet(lane.unknown), (lane) => lane.unknown > 0],
  ['dropped', (lane) => quiet(lane.dropped), (lane) => lane.dropped > 0],
  ['lost sales', (lane) => quiet(lane.lostSales), (lane) => lane.lostSales > 0],
  ['retries', (lane) => quiet(lane.retries), (lane) => lane.retries > 0],
  ['lock waits', (lane) => quiet(lane.lockWaits), (lane) => lane.lockWaits > 0],
  ['start spread', (lane) => (lane.startSpreadMs === null ? '' : ms(lane.startSpreadMs)), (lane) => lane.startSpreadMs !== null],
  ['latest start', (lane) => (lane.lateStartMs === null ? '' : ms(lane.lateStartMs)), (lane) => lane.lateStartMs !== null],
  ['goodput', (lane) => `${Math.round(lane.goodputPerSecond)}/s`, always],
  ['p50', (lane) => ms(lane.latencyMs.p50), always],
  ['p95', (lane) => ms(lane.latencyMs.p95), always],
  ['p99', (lane) => ms(lane.latencyMs.p99), always],
];

/** A run as text: one row for each lane, the cause below it, the verdict last. */
export function runTable(report: RunReport): string {
  const { plan } = report;
  const repeated = plan.repeat > 1;
  const columns = COLUMNS.filter(([, , worth]) => report.lanes.some(worth));
  const rows = report.lanes.map((lane) => [nameOf(lane, repeated), coloured(lane.verdict), ...columns.map(([, cell]) => cell(lane))]);
  const table = plainTable(['strategy', 'verdict', ...columns.map(([title]) => title)], rows, 2);
  const causes = report.lanes.filter((lane) => lane.verdict !== 'pass').map((lane) => causeOf(lane, repeated));
  const faults = report.lanes.flatMap((lane) => (lane.fault ? [pc.dim(`  ${nameOf(lane, repeated)}, ${lane.fault.name}: ${lane.fault.told}`)] : []));
  const bounds = repeated ? ['', ...report.bounds.map(boundSentence)] : [];
  return [
    '',
    planLine(report),
    table,
    ...causes,
    ...faults,
    ...bounds,
    '',
    verdictLine(report.verdict, report.exitCode, report.summary),
  ].join('\n');
}

export function verdictLine(verdict: RunReport['verdict'], exitCode: RunReport['exitCode'], summary: string): string {
  return `${coloured(verdict)}  ${summary} ${pc.dim(`exit ${exitCode}: ${EXIT_MEANINGS[exitCode]}`)}`;
}

function planLine({ plan, environment }: RunReport): string {
  const arrivals = { 'closed-loop': `${plan.concurrency} at once`, burst: 'all at one barrier', 'open-loop': `${plan.ratePerSecond ?? 0} arrivals/s` };
  const parts = [
    plan.experiment ?? 'flood',
    `stock ${plan.stock}`,
    `${plan.buyers} buyers a lane`,
    arrivals[plan.arrivals],
    `think ${plan.thinkMs} ms`,
    `${plan.replicas} ${plan.replicas === 1 ? 'shop' : 'shops'}`,
    `seed ${plan.seed}`,
    `Postgres ${environment.postgres}`,
    environment.redis ? `Redis ${environment.redis}` : 'Redis not used',
    plan.fault === null ? '' : `fault ${plan.fault}`,
    plan.poolSize === null ? '' : `pool of ${plan.poolSize}`,
    plan.parallel ? 'lanes together: they share the CPU, so compare verdicts and not speed' : '',
  ];
  return pc.dim(parts.filter(Boolean).join(' · '));
}

const alarm = (count: number): string => (count > 0 ? pc.red(String(count)) : pc.dim('0'));

const quiet = (count: number): string => (count > 0 ? String(count) : pc.dim('0'));

const nameOf = (lane: LaneReport, repeated: boolean): string => (repeated ? `${lane.strategy} #${lane.repeat}` : lane.strategy);

function causeOf(lane: LaneReport, repeated: boolean): string {
  const cause = lane.findings.find((finding) => finding.anomaly === 'lost-update') ?? lane.findings[0];
  return `  ${nameOf(lane, repeated)}: ${cause?.evidence.sentence ?? lane.explanation}`;
}

function boundSentence({ strategy, floods, violated, rateUpperBound95 }: RunReport['bounds'][number]): string {
  if (rateUpperBound95 === null) return `  ${strategy}: violated in ${violated} of ${floods} floods`;
  return `  ${strategy}: no violation in ${floods} floods, so with 95 % confidence fewer than ${(rateUpperBound95 * 100).toFixed(1)} % of such floods violate it`;
}

function coloured(verdict: RunReport['verdict']): string {
  switch (verdict) {
    case 'pass':
      return pc.green('pass');
    case 'violated':
      return pc.red('violated');
    case 'undecided':
      return pc.yellow('undecided');
  }
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
