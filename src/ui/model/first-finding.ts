import type { Finding } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import type { RunView } from './run-view';

/** The finding that the witness card tells, and the lane that it comes from. */
export interface FirstFinding {
  lane: LaneReport;
  finding: Finding;
}

/** The cause before the count: a lost update if there is one, else the first finding with a witness, else any. */
export function firstFinding(view: RunView | null): FirstFinding | null {
  const reports = (view?.lanes ?? []).flatMap(({ report }) => report ?? []);
  const all = reports.flatMap((lane) => lane.findings.map((finding) => ({ lane, finding })));
  return (
    all.find(({ finding }) => finding.anomaly === 'lost-update') ??
    all.find(({ finding }) => finding.evidence.witnesses.length > 1) ??
    all[0] ??
    null
  );
}
