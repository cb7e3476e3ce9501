import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { formatSchedule, type Move } from '@/domain/schedule';
import { explore, WORKERS, type ExploreProgress } from '@/lab/explore';
import { playOrder, type LabStores } from '@/lab/replay-schedule';
import { exploreApart, playApart } from '@/lab/spawn-explore';
import type { StrategyFile } from '@/strategy-files/strategy-file';

/** Once it is up, a search process sends a heartbeat every second. */
const COMES_UP_WITHIN_MS = 5_000;

/**
 * Searches the schedules of one strategy. A strategy from a file runs in a separate process, which may end, hang or fail without harm: a process that sends no
 * heartbeat for longer than a step may take is killed, because an endless loop never ends by itself.
 */
export function search(stores: LabStores, setup: LabSetup, bounds: SearchBounds, files: readonly StrategyFile[], stepTimeoutMs: number, signal: AbortSignal, onProgress: (progress: ExploreProgress) => void): Promise<Exploration> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return explore({ ...stores, setup, bounds, workers: WORKERS }, signal, onProgress);
  return exploreApart({ kind: 'explore', ...plain(stores), setup, bounds, workers: WORKERS, strategyFile }, stepTimeoutMs + COMES_UP_WITHIN_MS, signal, onProgress);
}

/** Plays one schedule; a strategy from a file runs in a separate process. */
export function play(stores: LabStores, setup: LabSetup, moves: readonly Move[], files: readonly StrategyFile[], stepTimeoutMs: number): ReturnType<typeof playOrder> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return playOrder(stores, setup, moves);
  return playApart({ kind: 'play', ...plain(stores), setup, schedule: formatSchedule(moves), strategyFile }, stepTimeoutMs + COMES_UP_WITHIN_MS);
}

const plain = ({ databaseUrl, redisUrls }: LabStores) => ({ databaseUrl, redisUrls: redisUrls === null ? null : [...redisUrls] });
