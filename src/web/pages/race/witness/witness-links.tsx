import { count } from '@/web/parts/words/format';
import type { FirstFinding } from '@/web/pages/race/model/first-finding';
import { labHref } from '@/web/parts/witness/lab-href';
import { timelineHref } from '@/web/parts/witness/timeline-lane';

const LINK = 'inline-flex h-9 items-center rounded-lg border border-line bg-panel-2 px-3.5 font-semibold text-ink no-underline hover:border-edge';

/** From the witness to the timeline, to all of its kind there, and into the lab. Its room is kept while there is nothing to lead to. */
export function WitnessLinks({ runId, found }: { runId: string | null; found: FirstFinding | null }) {
  if (!runId || !found) return <div className="mt-3 h-9" aria-hidden />;
  const { lane, finding } = found;
  const lab = labHref(lane.strategy, finding.evidence.witnesses);
  const witness = lane.findings.indexOf(finding);
  return (
    <p className="mt-3 flex min-h-9 flex-wrap gap-2">
      {finding.evidence.witnesses.length > 0 ? <a className={LINK} href={timelineHref(runId, lane, { witness })}>Show me</a> : null}
      {lab ? <a className={LINK} href={lab}>Replay in the lab</a> : null}
      <a className={LINK} href={timelineHref(runId, lane, { anomaly: finding.anomaly })}>All {count(finding.count)} on the timeline</a>
    </p>
  );
}
