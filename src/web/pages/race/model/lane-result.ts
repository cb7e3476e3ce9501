import type { LaneReport } from '@/domain/report';
import { onlyTurnedAway } from './turned-away';

/** A lane that broke a promise, unless its strategy never made that promise. */
export const isViolated = (lane: LaneReport): boolean => lane.verdict === 'violated' && !onlyTurnedAway(lane);

/** The fault never got its moment: what the lane did right then proves nothing about the fault. */
export const neverStruck = ({ fault }: Pick<LaneReport, 'fault'>): boolean => fault !== null && fault.struckMs === null;

/** Sold what could be sold and no more. Some buyers may not know the result of their purchase: the orders are counted in the database. */
export const isExact = (lane: LaneReport, available: number): boolean =>
  !neverStruck(lane) && lane.unitsSold === available && (lane.verdict === 'pass' || (lane.verdict === 'undecided' && lane.unknown > 0));
