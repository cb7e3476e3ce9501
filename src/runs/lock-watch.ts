import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import type { OpenDatabase } from '@/stores/postgres/database';

const SAMPLE_EVERY_MS = 40;

/**
 * Asks the server, over a connection of its own, how many shop sessions wait for a lock, and keeps the largest answer.
 * `stop` returns it and leaves no timer behind.
 */
export function watchLockQueue(database: OpenDatabase): { stop(): Promise<number> } {
  let peak = 0;
  let stopped = false;
  const watch = async (): Promise<void> => {
    while (!stopped) {
      // A server that does not answer shows in the lane itself; the watch only goes without that sample.
      peak = Math.max(peak, await sessionsWaitingForLocks(database).catch(() => 0));
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS));
    }
  };
  const done = watch();
  return {
    stop: async () => {
      stopped = true;
      await done;
      return peak;
    },
  };
}
