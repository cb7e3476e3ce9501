import type { SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { findStrategy } from '@/strategies/registry';

/** Two buyers have a few hundred orders, seldom a few thousand: all of them. More buyers have millions. */
const FOR_TWO = { schedules: 20_000, seconds: 120 };
const FOR_MORE = { schedules: 3_000, seconds: 30 };

/** How far a search goes by default. Time passes without `--expiries` only for a lock that is too short even when nothing is broken. */
export function searchBounds(setup: LabSetup, given: Partial<SearchBounds>): SearchBounds {
  const defaults = setup.buyers === 2 ? FOR_TWO : FOR_MORE;
  const expiries = given.expiries ?? (findStrategy(setup.strategy)?.outlivesItsLock ? 1 : 0);
  return { schedules: given.schedules ?? defaults.schedules, seconds: given.seconds ?? defaults.seconds, seed: given.seed ?? 1, expiries };
}
