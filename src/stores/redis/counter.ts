import type { Redis } from 'ioredis';
import { databaseNamespace } from './namespace';
import type { RedisServers } from './redis-servers';

/** A count that nobody needs any more goes by itself; no sale lasts a day. */
export const FORGET_AFTER_S = 24 * 60 * 60;

/**
 * The units of one database's products as one Redis counts them, and the names of everything kept there beside them. The
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

  /** Idempotency keys of a product, and the reservation that each has led to. */
  seenKey(productId: number): string {
    return `stampede:{${this.namespace}}:seen:${productId}`;
  }

  /** Somebody is buying with this idempotency key at the moment. */
  claimKey(productId: number, idempotencyKey: string): string {
    return `stampede:{${this.namespace}}:claim:${productId}:${idempotencyKey}`;
  }

  /** Reservations that are not settled in Postgres yet, one stream for all products. */
  get streamKey(): string {
    return `stampede:{${this.namespace}}:reservations`;
  }

  /** Where shops tell each other what was settled. */
  get settledChannel(): string {
    return `stampede:{${this.namespace}}:settled`;
  }

  /** A full shelf: this many units, and no idempotency key of an earlier sale. */
  async set(productId: number, units: number): Promise<void> {
    const replies = await this.redis.multi().set(this.stockKey(productId), units, 'EX', FORGET_AFTER_S).del(this.seenKey(productId)).exec();
    for (const [error] of replies ?? []) if (error) throw error;
  }

  /** Null when Redis knows nothing of the product. */
  async read(productId: number): Promise<number | null> {
    const units = await this.redis.get(this.stockKey(productId));
    return units === null ? null : Number(units);
  }
}

/** The counter of a database on the first of these servers; null where there is none. */
export function openStockCounter(servers: RedisServers | null, databaseUrl: string): StockCounter | null {
  return servers?.counter ? new StockCounter(servers.counter, databaseNamespace(databaseUrl)) : null;
}
