import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { databaseNamespace } from './namespace';

/** Where tries are counted: in Redis for all processes together or, while Redis is away, in the memory of this one. */
export type LimitStore = 'redis' | 'memory';

/** What a caller has used of a limit, after a try or without one. */
export interface LimitStatus {
  allowed: boolean;
  limit: number;
  /** Never more than the limit. */
  used: number;
  remaining: number;
  /** Milliseconds until the window ends; 0 when nothing was used. */
  resetsInMs: number;
  store: LimitStore;
}

export interface LimitPlan {
  /** Part of the key: each kind of limit is counted separately. */
  kind: string;
  /** Tries in a window. */
  points: number;
  windowS: number;
}

/** One kind of limit: a fixed window that begins with the first try. */
export interface RateLimit {
  /** Counts one try of this caller. */
  use(who: string): Promise<LimitStatus>;
  /** Takes one try back. */
  giveBack(who: string): Promise<void>;
  /** What this caller has used, without a try. */
  look(who: string): Promise<LimitStatus>;
  forget(who: string): Promise<void>;
}

/** A limit must not delay a purchase: after this time Redis counts as gone. */
const PATIENCE_MS = 250;

/**
 * Limits that are counted in one Redis, atomically and with an expiry, by `rate-limiter-flexible`. They never refuse a caller because
 * Redis is away: then each process counts for itself, from zero, until Redis is back, and the count there continues.
 */
export class RateLimits {
  readonly #client: Redis | null;
  readonly #namespace: string;

  constructor(redisUrl: string | null, databaseUrl: string) {
    this.#namespace = databaseNamespace(databaseUrl);
    this.#client = redisUrl === null ? null : openClient(redisUrl);
  }

  /** Null if there is no such limit. */
  limit({ kind, points, windowS }: LimitPlan): RateLimit | null {
    if (points === 0) return null;
    const client = this.#client;
    const options = { points, duration: windowS, keyPrefix: `stampede:{${this.#namespace}}:limit:${kind}` };
    const memory = new RateLimiterMemory(options);
    const limiter = client ? new RateLimiterRedis({ ...options, storeClient: client, rejectIfRedisNotReady: true, insuranceLimiter: memory }) : memory;
    const store = (): LimitStore => (client?.status === 'ready' ? 'redis' : 'memory');
    const statusOf = (allowed: boolean, res: RateLimiterRes | null): LimitStatus => {
      const used = Math.min(points, Math.max(0, res?.consumedPoints ?? 0));
      return { allowed, limit: points, used, remaining: points - used, resetsInMs: used === 0 ? 0 : Math.max(1, res?.msBeforeNext ?? 0), store: store() };
    };
    return {
      use: async (who) => {
        try {
          return statusOf(true, await limiter.consume(keyOf(who)));
        } catch (refused) {
          if (refused instanceof RateLimiterRes) return statusOf(false, refused);
          throw refused;
        }
      },
      giveBack: async (who) => {
        await limiter.reward(keyOf(who));
      },
      look: async (who) => {
        const res = await limiter.get(keyOf(who));
        return statusOf((res?.consumedPoints ?? 0) < points, res);
      },
      forget: async (who) => {
        // Also what was counted here while Redis was away, which would otherwise count again in the next outage.
        await Promise.all([limiter.delete(keyOf(who)), memory.delete(keyOf(who))]);
      },
    };
  }

  close(): void {
    this.#client?.disconnect();
  }
}

/** Makes a short, plain and unique key from any text. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('base64url');

/**
 * A Redis that accepts commands and does not answer would delay every request, so its connection is closed, and
 * Redis is not used until a new connection is ready, which takes an answer from Redis.
 */
function openClient(url: string): Redis {
  const client = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: 1_000,
    socketTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: (times) => Math.min(50 * times, 1_000),
  });
  // A server that is down is visible in `store`.
  client.on('error', () => undefined);
  return client;
}
