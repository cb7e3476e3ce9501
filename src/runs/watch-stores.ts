import { setTimeout } from 'node:timers/promises';
import { machineClock } from '@/domain/monotonic-clock';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { openDatabase } from '@/stores/postgres/database';
import { openRedisServers } from '@/stores/redis/redis-servers';

/** Asked so often. */
const SAMPLE_EVERY_MS = 40;
/** A store that gives no answer for this long is lost; a shorter outage is part of the flood. */
export const LOST_AFTER_MS = 5_000;

export interface WatchOptions {
  databaseUrl: string;
  /** Null when the strategy needs no Redis. */
  redisUrls: readonly string[] | null;
  /** Called once, with the name of the store that has gone. */
  onLost: (store: 'Postgres' | 'Redis') => void;
}

export interface StoreWatch {
  /** The most shop sessions that waited for a lock at once. Leaves no timer and no connection behind. */
  stop(): Promise<number>;
}

/**
 * A watchdog over connections of its own: asks Postgres how many shop sessions wait for a lock, and notices when Postgres, or
 * a majority of the Redis that a lease needs, has gone.
 */
export function watchStores({ databaseUrl, redisUrls, onLost }: WatchOptions): StoreWatch {
  const database = openDatabase(databaseUrl, 'stampede watchdog');
  const redis = redisUrls ? openRedisServers(redisUrls) : null;
  const stopping = new AbortController();
  let peak = 0;
  let told = false;
  const stopped = (): boolean => stopping.signal.aborted;
  const watch = async (store: 'Postgres' | 'Redis', ask: () => Promise<unknown>): Promise<void> => {
    let answeredMs = machineClock();
    while (!stopped()) {
      // An answer that never comes is no answer either.
      const patience = new AbortController();
      const impatient = AbortSignal.any([stopping.signal, patience.signal]);
      const answered = await Promise.race([ask().then(yes, no), pause(LOST_AFTER_MS, impatient).then(no)]);
      patience.abort();
      if (answered) answeredMs = machineClock();
      else if (!told && !stopped() && machineClock() - answeredMs >= LOST_AFTER_MS) {
        told = true;
        onLost(store);
      }
      await pause(SAMPLE_EVERY_MS, stopping.signal);
    }
  };
  const watches = [
    watch('Postgres', async () => {
      peak = Math.max(peak, await sessionsWaitingForLocks(database));
    }),
  ];
  if (redis) {
    watches.push(
      watch('Redis', async () => {
        const answers = await Promise.allSettled(redis.clients.map((client) => client.ping()));
        const alive = answers.filter(({ status }) => status === 'fulfilled').length;
        if (alive * 2 <= redis.clients.length) throw new Error('no majority');
      }),
    );
  }
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(watches);
      await Promise.all([database.close(), redis?.close()]);
      return peak;
    },
  };
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** Ends early when told to stop, and then leaves no timer behind. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
