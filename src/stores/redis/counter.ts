import type { Redis } from 'ioredis';
import { databaseNamespace } from './namespace';
import type { RedisServers } from './redis-servers';

/** A count that is no longer needed expires; no sale lasts a day. */
export const FORGET_AFTER_S = 24 * 60 * 60;

/**
 * Counts the units of one database's products in one Redis, and names every other key that is kept there. The
 * braces keep all of a database on one node of a cluster, because scripts touch several of these keys at once.
 */
export class StockCounter {
  constructor(
    readonly redis: Redis,
    readonly namespace: string,
  ) {}

  /** Units left of a product. */
  stockKey(productId: number): string {
    return `stampede:{${this.namespace}}:stock:${productId}`;
  }

  /** Idempotency keys of a product, each with its reservation. */
  seenKey(productId: number): string {
    return `stampede:{${this.namespace}}:seen:${productId}`;
  }

  /** Set while a purchase with this idempotency key is under way. */
  claimKey(productId: number, idempotencyKey: string): string {
    return `stampede:{${this.namespace}}:claim:${productId}:${idempotencyKey}`;
  }

  /** Reservations that are not settled in Postgres yet, one stream for all products. */
  get streamKey(): string {
    return `stampede:{${this.namespace}}:reservations`;
  }

  /** The channel on which shops announce settlements to each other. */
  get settledChannel(): string {
    return `stampede:{${this.namespace}}:settled`;
  }

  /** Restocks: this many units, and no idempotency key of an earlier sale. */
  async set(productId: number, units: number): Promise<void> {
    const replies = await this.redis.multi().set(this.stockKey(productId), units, 'EX', FORGET_AFTER_S).del(this.seenKey(productId)).exec();
    for (const [error] of replies ?? []) if (error) throw error;
  }

  /** Null if Redis has no count for the product. */
  async read(productId: number): Promise<number | null> {
    const units = await this.redis.get(this.stockKey(productId));
    return units === null ? null : Number(units);
  }
}

/** The counter of a database on the first of these servers; null where there is none. */
export function openStockCounter(servers: RedisServers | null, databaseUrl: string): StockCounter | null {
  return servers?.counter ? new StockCounter(servers.counter, databaseNamespace(databaseUrl)) : null;
}
