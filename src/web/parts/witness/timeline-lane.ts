import type { Anomaly, Finding } from '@/domain/anomaly';
import { traitsOf } from '@/domain/step';
import type { LaneReport } from '@/domain/report';

/** What the timeline has to know of a lane's report. */
export type TimelineLane = Pick<LaneReport, 'strategy' | 'repeat' | 'verdict' | 'findings' | 'fault' | 'explanation' | 'durationMs'>;

/** What explains, before what only counts. */
const EXPLAINS: readonly Anomaly[] = ['lost-update', 'duplicate-order', 'stale-token', 'negative-stock', 'oversell', 'late-sale', 'phantom-confirmation', 'false-sold-out', 'ghost-stock'];

/** Findings with witnesses, with their places among all of the lane; the one that explains most comes first. */
export function shownFindings({ findings }: Pick<TimelineLane, 'findings'>): { at: number; finding: Finding }[] {
  return findings
    .map((finding, at) => ({ at, finding }))
    .filter(({ finding }) => finding.evidence.witnesses.length > 0)
    .sort((a, b) => EXPLAINS.indexOf(a.finding.anomaly) - EXPLAINS.indexOf(b.finding.anomaly));
}

/** What the address asks for. */
export interface TimelineAsked {
  lane: string | null;
  repeat: number | null;
  /** A place among the lane's findings. */
  witness: number | null;
  anomaly: string | null;
}

/** The lane that is asked for; else the first that broke, else the first. Null when the run has none. */
export function chosenLane(lanes: readonly TimelineLane[], { lane, repeat }: TimelineAsked): TimelineLane | null {
  const asked = lanes.filter(({ strategy }) => strategy === lane);
  return asked.find((candidate) => candidate.repeat === (repeat ?? 1)) ?? asked[0] ?? lanes.find((candidate) => shownFindings(candidate).length > 0) ?? lanes[0] ?? null;
}

/** The address of a lane's timeline, at one of its findings or with the purchases of one anomaly. */
export function timelineHref(runId: string, lane: Pick<TimelineLane, 'strategy' | 'repeat'>, at: { witness?: number; anomaly?: Anomaly } = {}): string {
  const query = new URLSearchParams({ lane: lane.strategy, repeat: String(lane.repeat) });
  if (at.witness !== undefined) query.set('witness', String(at.witness));
  if (at.anomaly) query.set('anomaly', at.anomaly);
  return `/runs/${runId}?${query.toString().replaceAll('%3A', ':')}`;
}

/** The moments that must be seen of two purchases to compare them: the steps of both, from the reads on where they are known. */
export function momentsOf({ evidence: { witnesses } }: Finding): number[] {
  const all = witnesses.flatMap(({ steps, invokedMs, returnedMs }) => {
    const seen = steps.filter((step) => traitsOf(step).scheduled && step.kind !== 'begin');
    return seen.length > 0 ? seen.flatMap(({ startMs, endMs }) => [startMs, endMs]) : [invokedMs, returnedMs];
  });
  return all.filter((ms) => ms !== null);
}
