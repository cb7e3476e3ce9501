import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { formatSchedule, type Move } from '@/domain/schedule';
import { explore, WORKERS, type ExploreProgress } from '@/runs/lab/explore';
import { playOrder, type LabStores } from '@/runs/lab/replay-order';
import { exploreApart, playApart } from '@/runs/lab/spawn-explore';
import type { StrategyFile } from '@/strategy-files/strategy-file';

/** A process that runs a strategy from a file and gives no sign for so long is ended: an endless loop would never end by itself. */
const SILENT_MS = 15_000;

/** Searches the schedules of one strategy: one from a file in a process of its own, which may end, hang or fail as it likes. */
export function search(stores: LabStores, setup: LabSetup, bounds: SearchBounds, files: readonly StrategyFile[], signal: AbortSignal, onProgress: (progress: ExploreProgress) => void): Promise<Exploration> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return explore({ ...stores, setup, bounds, workers: WORKERS }, signal, onProgress);
  return exploreApart({ kind: 'explore', ...plain(stores), setup, bounds, workers: WORKERS, strategyFile }, SILENT_MS, signal, onProgress);
}

/** Plays one schedule; of a strategy from a file in a process of its own. */
export function play(stores: LabStores, setup: LabSetup, moves: readonly Move[], files: readonly StrategyFile[]): ReturnType<typeof playOrder> {
  const strategyFile = files.find(({ metadata }) => metadata.id === setup.strategy);
  if (!strategyFile) return playOrder(stores, setup, moves);
  return playApart({ kind: 'play', ...plain(stores), setup, schedule: formatSchedule(moves), strategyFile }, SILENT_MS);
}

const plain = ({ databaseUrl, redisUrls }: LabStores) => ({ databaseUrl, redisUrls: redisUrls === null ? null : [...redisUrls] });
