import type { Redis } from 'ioredis';
import type Redlock from 'redlock';
import type { SessionPool } from '@/stores/postgres/session-pool';
import type { StockCounter } from '@/stores/redis/counter';
import type { Reservations } from '@/stores/redis/reservations';
import type { Coalescer } from './coalescer';

/** What the strategies buy from. Those of Redis are null where there is none. */
export interface PurchaseStores {
  pool: SessionPool;
  redlock: Redlock | null;
  /** The Redis that locks where one server is enough. */
  redis: Redis | null;
  /** The same server, as it counts the units of this database's products. */
  counter: StockCounter | null;
  /** Units reserved in Redis, to be settled in Postgres. */
  reservations: Reservations | null;
  /** Locks in the memory of this process: the products that are locked. */
  ownLocks: Set<number>;
  coalescer: Coalescer;
  known: KnownProducts;
  /** Called when there is something in the outbox; absent where this process has no relay. */
  onAppended?: (() => void) | undefined;
}

/** Products that a shop has seen. They are never deleted while a shop runs but by a reset of the whole sandbox. */
export type KnownProducts = Set<number>;

/** Tries and waits of one purchase. */
export interface Tally {
  attempts: number;
  lockWaits: number;
}
