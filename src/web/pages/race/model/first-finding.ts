import type { Anomaly, Finding } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import type { RunView } from './run-view';

/** The finding that the witness card explains, and its lane. */
export interface FirstFinding {
  lane: LaneReport;
  finding: Finding;
}

/** Findings that explain come before those that only count; turned-away buyers explain least. */
const EXPLAINS: readonly Anomaly[] = [
  'lost-update',
  'duplicate-order',
  'stale-token',
  'ghost-stock',
  'phantom-confirmation',
  'negative-stock',
  'oversell',
  'late-sale',
  'false-sold-out',
];

/** The finding that explains most, the first of its kind; of one kind, rather one with witnesses. */
export function firstFinding(view: RunView | null): FirstFinding | null {
  const reports = (view?.lanes ?? []).flatMap(({ report }) => report ?? []);
  const all = reports.flatMap((lane) => lane.findings.map((finding) => ({ lane, finding })));
  const rank = ({ finding }: FirstFinding): number => EXPLAINS.indexOf(finding.anomaly) * 2 + (finding.evidence.witnesses.length > 0 ? 0 : 1);
  return [...all].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
