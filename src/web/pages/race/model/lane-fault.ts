import type { FaultReport } from '@/domain/fault';
import { faultTimes, faultTitle } from '@/web/parts/words/fault-words';
import { capital } from '@/web/parts/words/format';
import type { LaneView } from './run-view';

/** The line under a lane that is broken on purpose: what breaks, and once it has, when it did and what came of it. */
export interface LaneFaultWords {
  title: string;
  account: string | null;
}

/** Null when the plan breaks nothing. The line is there from the start, so that nothing moves when its words arrive. */
export function laneFaultWords(lane: LaneView, fault: string | null): LaneFaultWords | null {
  if (fault === null) return null;
  const report = lane.report?.fault ?? null;
  return { title: faultTitle(fault), account: report && accountOf(report) };
}

/** A fault that never struck says so itself. */
const accountOf = (report: FaultReport): string => (report.struckMs === null ? report.told : `${capital(faultTimes(report))}. ${report.told}`);
