import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { formatSchedule, type Move } from '@/domain/schedule';
import { explore, WORKERS, type ExploreProgress } from '@/lab/explore';
import { playOrder, type LabStores } from '@/lab/replay-schedule';
import { exploreApart, playApart } from '@/lab/spawn-explore';
import type { StrategyFile } from '@/strategy-files/strategy-file';

/** A process of ours shows every second that it lives, once it has come up. */
const COMES_UP_WITHIN_MS = 5_000;

/**
 * Searches the schedules of one strategy: one from a file in a process of its own, which may end, hang or fail as it likes: one that gives no
 * sign for longer than a step may take is ended, as an endless loop never ends by itself.
 */
export function search(stores: LabStores, setup: LabSetup, bounds: SearchBounds, files: readonly StrategyFile[], stepTimeoutMs: number, signal: AbortSignal, onProgress: (progress: ExploreProgress) => void): Promise<Exploration> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return explore({ ...stores, setup, bounds, workers: WORKERS }, signal, onProgress);
  return exploreApart({ kind: 'explore', ...plain(stores), setup, bounds, workers: WORKERS, strategyFile }, stepTimeoutMs + COMES_UP_WITHIN_MS, signal, onProgress);
}

/** Plays one schedule; of a strategy from a file in a process of its own. */
export function play(stores: LabStores, setup: LabSetup, moves: readonly Move[], files: readonly StrategyFile[], stepTimeoutMs: number): ReturnType<typeof playOrder> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return playOrder(stores, setup, moves);
  return playApart({ kind: 'play', ...plain(stores), setup, schedule: formatSchedule(moves), strategyFile }, stepTimeoutMs + COMES_UP_WITHIN_MS);
}

const plain = ({ databaseUrl, redisUrls }: LabStores) => ({ databaseUrl, redisUrls: redisUrls === null ? null : [...redisUrls] });
