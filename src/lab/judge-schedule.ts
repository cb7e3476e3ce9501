import { judgeLane } from '@/checkers/judge-lane';
import { lostSales } from '@/checkers/lost-sales';
import type { LaneEvidence } from '@/domain/history';
import type { LabVerdict } from '@/domain/lab';

/** The checkers of a flood, on one schedule. */
export function judgeSchedule(evidence: LaneEvidence): LabVerdict & { lostSales: number } {
  const { verdict, findings, explanation } = judgeLane(evidence);
  const unitsSold = evidence.orders.reduce((units, order) => units + order.quantity, 0);
  return { verdict, findings, unitsSold, sentence: explanation, lostSales: lostSales(evidence) };
}
