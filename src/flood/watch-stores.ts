import { setTimeout } from 'node:timers/promises';
import { request } from 'undici';
import { machineClock } from '@/domain/monotonic-clock';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { openDatabase } from '@/stores/postgres/database';
import { openRedisServers } from '@/stores/redis/redis-servers';

/** Asked so often. */
const SAMPLE_EVERY_MS = 40;
/** A reservation is settled within a few milliseconds. */
const GHOST_EVERY_MS = 10;
/** Of a store that no fault broke on purpose. */
export const LOST_AFTER_MS = 5_000;

export interface WatchOptions {
  databaseUrl: string;
  shopUrls: readonly string[];
  /** Null when the strategy needs no Redis. */
  redisUrls: readonly string[] | null;
  /** A store that gives no answer for this long is lost; a shorter outage is part of the flood. */
  lostAfterMs: number;
  /** Units that are neither on sale in Redis nor sold in Postgres; null where nothing is counted in Redis. */
  ghostStock: (() => Promise<number | null>) | null;
  /** Called once, with the name of the store that has gone. */
  onLost: (store: 'Postgres' | 'Redis') => void;
}

/** What was seen of a lane from outside. */
export interface Watched {
  /** The most shop sessions that waited for a lock at once. */
  lockQueuePeak: number;
  /** Milliseconds that sessions waited for locks, over all sessions. */
  lockWaitTotalMs: number;
  /** The most buyers that waited for a connection of one shop at once. */
  poolQueuePeak: number;
  /** Units taken in Redis and not yet in Postgres, by milliseconds from the start; null for a sale that is not counted there. */
  ghostSeries: { tMs: number; units: number }[] | null;
}

export const NOTHING_SEEN: Watched = { lockQueuePeak: 0, lockWaitTotalMs: 0, poolQueuePeak: 0, ghostSeries: null };

export interface StoreWatch {
  /** Leaves no timer and no connection behind. */
  stop(): Promise<Watched>;
}

/**
 * A watchdog over connections of its own: asks Postgres how many shop sessions wait for a lock, and notices when Postgres, or
 * a majority of the Redis that a lease needs, has gone.
 */
export function watchStores({ databaseUrl, shopUrls, redisUrls, lostAfterMs, ghostStock, onLost }: WatchOptions): StoreWatch {
  const database = openDatabase(databaseUrl, 'stampede watchdog');
  const redis = redisUrls ? openRedisServers(redisUrls) : null;
  const stopping = new AbortController();
  const seen: Watched = { ...NOTHING_SEEN };
  let askedMs = machineClock();
  let reported = false;
  const stopped = (): boolean => stopping.signal.aborted;
  const watch = async (store: 'Postgres' | 'Redis', ask: () => Promise<unknown>): Promise<void> => {
    let answeredMs = machineClock();
    while (!stopped()) {
      // An answer that never comes is no answer either.
      const patience = new AbortController();
      const impatient = AbortSignal.any([stopping.signal, patience.signal]);
      const answered = await Promise.race([ask().then(yes, no), pause(lostAfterMs, impatient).then(no)]);
      patience.abort();
      if (answered) answeredMs = machineClock();
      else if (!reported && !stopped() && machineClock() - answeredMs >= lostAfterMs) {
        reported = true;
        onLost(store);
      }
      await pause(SAMPLE_EVERY_MS, stopping.signal);
    }
  };
  const sampleShops = async (): Promise<void> => {
    while (!stopped()) {
      const queues = await Promise.all(shopUrls.map(poolQueue));
      seen.poolQueuePeak = Math.max(seen.poolQueuePeak, ...queues);
      await pause(SAMPLE_EVERY_MS, stopping.signal);
    }
  };
  const startMs = machineClock();
  const sampleGhosts = async (): Promise<void> => {
    if (!ghostStock) return;
    const series: { tMs: number; units: number }[] = [];
    seen.ghostSeries = series;
    while (!stopped()) {
      const units = await ghostStock().catch(() => null);
      if (units !== null) series.push({ tMs: Math.round(machineClock() - startMs), units });
      await pause(GHOST_EVERY_MS, stopping.signal);
    }
  };
  const watches = [
    sampleGhosts(),
    watch('Postgres', async () => {
      const waiting = await sessionsWaitingForLocks(database);
      const nowMs = machineClock();
      seen.lockQueuePeak = Math.max(seen.lockQueuePeak, waiting);
      seen.lockWaitTotalMs += waiting * (nowMs - askedMs);
      askedMs = nowMs;
    }),
    sampleShops(),
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
      return seen;
    },
  };
}

/** Buyers of a shop that wait for a database connection; 0 for one that does not answer. */
async function poolQueue(url: string): Promise<number> {
  try {
    const { body } = await request(`${url}/health`, { headersTimeout: 1_000, bodyTimeout: 1_000 });
    return ((await body.json()) as { waiting: number }).waiting;
  } catch {
    return 0;
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** Ends early when it is stopped, and then leaves no timer behind. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
