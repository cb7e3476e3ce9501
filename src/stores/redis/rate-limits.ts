import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { databaseNamespace } from './namespace';

/** Where tries are counted: for all processes together, or, while Redis is away, in this one alone. */
export type LimitStore = 'redis' | 'memory';

/** How somebody stands with a limit after a try, or without one. */
export interface Standing {
  allowed: boolean;
  limit: number;
  /** Never more than the limit. */
  used: number;
  remaining: number;
  /** Until everything is forgotten; 0 when nothing was used. */
  resetsInMs: number;
  store: LimitStore;
}

export interface LimitPlan {
  /** A word in the key: each kind of limit counts for itself. */
  kind: string;
  /** Tries in a window. */
  points: number;
  windowS: number;
}

/** One kind of limit: a fixed window that begins with the first try. */
export interface RateLimit {
  /** Counts one try of this one. */
  use(who: string): Promise<Standing>;
  /** Takes one try back. */
  giveBack(who: string): Promise<void>;
  /** How this one stands, without a try. */
  look(who: string): Promise<Standing>;
  forget(who: string): Promise<void>;
}

/** A limit must not make a purchase wait: after this long a Redis counts as gone. */
const PATIENCE_MS = 250;

/**
 * Limits that are counted in one Redis, atomically and with an expiry, by `rate-limiter-flexible`. They never refuse because
 * Redis is away: then each process counts for itself, from nothing, until Redis is back, and the count there goes on.
 */
export class RateLimits {
  readonly #client: Redis | null;
  readonly #namespace: string;

  constructor(redisUrl: string | null, databaseUrl: string) {
    this.#namespace = databaseNamespace(databaseUrl);
    this.#client = redisUrl === null ? null : openClient(redisUrl);
  }

  /** Null where there is no such limit. */
  limit({ kind, points, windowS }: LimitPlan): RateLimit | null {
    if (points === 0) return null;
    const client = this.#client;
    const options = { points, duration: windowS, keyPrefix: `stampede:{${this.#namespace}}:limit:${kind}` };
    const memory = new RateLimiterMemory(options);
    const limiter = client ? new RateLimiterRedis({ ...options, storeClient: client, rejectIfRedisNotReady: true, insuranceLimiter: memory }) : memory;
    const store = (): LimitStore => (client?.status === 'ready' ? 'redis' : 'memory');
    const standing = (allowed: boolean, res: RateLimiterRes | null): Standing => {
      const used = Math.min(points, Math.max(0, res?.consumedPoints ?? 0));
      return { allowed, limit: points, used, remaining: points - used, resetsInMs: used === 0 ? 0 : Math.max(1, res?.msBeforeNext ?? 0), store: store() };
    };
    return {
      use: async (who) => {
        try {
          return standing(true, await limiter.consume(keyOf(who)));
        } catch (refused) {
          if (refused instanceof RateLimiterRes) return standing(false, refused);
          throw refused;
        }
      },
      giveBack: async (who) => {
        await limiter.reward(keyOf(who));
      },
      look: async (who) => {
        const res = await limiter.get(keyOf(who));
        return standing((res?.consumedPoints ?? 0) < points, res);
      },
      forget: async (who) => {
        // Also what was counted here while Redis was away, which would else come back with the next outage.
        await Promise.all([limiter.delete(keyOf(who)), memory.delete(keyOf(who))]);
      },
    };
  }

  close(): void {
    this.#client?.disconnect();
  }
}

/** Of any text whatever: a key that is short, plain and exactly this one's. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('base64url');

/**
 * A Redis that takes commands and does not answer would make everybody wait in turn, so its connection is given up, and
 * until a new one is ready, which it is only when Redis answers again, nobody asks it.
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
  // A server that is down shows in where tries are counted.
  client.on('error', () => undefined);
  return client;
}
