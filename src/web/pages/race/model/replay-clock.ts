import type { LaneView } from './run-view';

const SHORTEST_MS = 3_000;
const LONGEST_MS = 6_000;
/** Every lane waits at zero for a moment, so that the eye finds them. */
const HOLD_MS = 500;

/** A replay: its length on the screen and the length of the race. */
export interface ReplayClock {
  raceMs: number;
  screenMs: number;
}

/** The race is as long as its slowest lane; on the screen it takes three to six seconds. */
export function replayClock(lanes: readonly LaneView[]): ReplayClock {
  const raceMs = Math.max(0, ...lanes.map((lane) => lane.report?.durationMs ?? 0));
  return { raceMs, screenMs: Math.min(LONGEST_MS, Math.max(SHORTEST_MS, raceMs)) };
}

/** The moment of the race after so long on the screen; null when the replay is over. */
export function raceMoment(clock: ReplayClock, elapsedMs: number): number | null {
  const share = (elapsedMs - HOLD_MS) / clock.screenMs;
  if (share >= 1 || clock.raceMs <= 0) return null;
  return Math.max(0, share) * clock.raceMs;
}
