import type { LaneReport } from '@/domain/report';
import { onlyTurnedAway } from './turned-away';

/** A lane that sold wrongly, or broke another promise than one it never made. */
export const isViolated = (lane: LaneReport): boolean => lane.verdict === 'violated' && !onlyTurnedAway(lane);

/** A fault that waited for its moment in vain: what the lane then did right proves nothing about the fault. */
export const neverStruck = ({ fault }: Pick<LaneReport, 'fault'>): boolean => fault !== null && fault.struckMs === null;

/** Sold what could be sold and no more. Some buyers may not know what became of theirs: the orders are counted in the database. */
export const isExact = (lane: LaneReport, available: number): boolean =>
  !neverStruck(lane) && lane.unitsSold === available && (lane.verdict === 'pass' || (lane.verdict === 'undecided' && lane.unknown > 0));
