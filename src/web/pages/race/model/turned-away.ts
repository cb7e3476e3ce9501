import { TURNED_AWAY } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';

/** A shop that is known to lose sales and did no worse: nothing was sold wrongly, so it is not shown as wrong. */
export const onlyTurnedAway = ({ class: strategyClass, verdict, findings }: LaneReport): boolean =>
  strategyClass === 'loses-sales' && verdict === 'violated' && findings.every(({ anomaly }) => TURNED_AWAY.has(anomaly));
