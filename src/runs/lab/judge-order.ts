import { judgeLane } from '@/checkers/judge-lane';
import type { LaneEvidence } from '@/domain/history';
import type { LabVerdict } from '@/domain/lab';

/** The checkers of a flood, on one order of steps. */
export function judgeOrder(evidence: LaneEvidence): LabVerdict & { lostSales: number } {
  const { verdict, findings, explanation } = judgeLane(evidence);
  const unitsSold = evidence.orders.reduce((units, order) => units + order.quantity, 0);
  const emptyHanded = evidence.purchases.filter(({ outcome }) => outcome === 'sold-out' || outcome === 'gave-up').reduce((units, { quantity }) => units + quantity, 0);
  const quantity = evidence.purchases[0]?.quantity ?? 1;
  const sellable = Math.max(0, evidence.finalStock - (evidence.finalStock % quantity));
  return { verdict, findings, unitsSold, sentence: explanation, lostSales: Math.min(sellable, emptyHanded) };
}
