import type { Redis } from 'ioredis';
import type Redlock from 'redlock';
import type { SessionPool } from '@/stores/postgres/session-pool';
import type { StockCounter } from '@/stores/redis/counter';
import type { Reservations } from '@/stores/redis/reservations';
import type { Coalescer } from './coalescer';

/** The stores that strategies use. Those in Redis are null if there is no Redis. */
export interface PurchaseStores {
  pool: SessionPool;
  redlock: Redlock | null;
  /** The Redis for locks that need only one server. */
  redis: Redis | null;
  /** The stock counter on the same server, for this database's products. */
  counter: StockCounter | null;
  /** Units reserved in Redis, to be settled in Postgres. */
  reservations: Reservations | null;
  /** In-process locks: the ids of the locked products. */
  ownLocks: Set<number>;
  coalescer: Coalescer;
  known: KnownProducts;
  /** Called when there is something in the outbox; absent if this process has no relay. */
  onAppended?: (() => void) | undefined;
}

/** Products that a shop has seen. While a shop runs, only a reset of the whole sandbox deletes them. */
export type KnownProducts = Set<number>;

/** Tries and waits of one purchase. */
export interface Tally {
  attempts: number;
  lockWaits: number;
}
