import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import type { LabSetup } from '@/domain/lab';
import { machineClock } from '@/domain/monotonic-clock';
import { BUYER_NAMES, type BuyerName } from '@/domain/schedule';
import { createScratchSchema, type ScratchSchema } from '@/stores/postgres/scratch-schema';
import { SessionPool } from '@/stores/postgres/session-pool';
import { StockCounter } from '@/stores/redis/counter';
import { openHeldServers, type HeldServers } from '@/stores/redis/held-servers';
import { unreachableServers } from '@/stores/redis/redis-servers';
import { Reservations } from '@/stores/redis/reservations';
import { Coalescer } from '@/kit/coalescer';
import type { PurchaseStores } from '@/kit/stores';
import { stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { LabUnavailable } from './lab-unavailable';
import { fillShelf, PRODUCTS } from './stock-store';
import { statementText } from './statement-text';

export interface GroundOptions {
  databaseUrl: string;
  /** Null where there is no Redis; a strategy that needs it cannot be played then. */
  redisUrls: readonly string[] | null;
  strategy: Strategy;
  setup: Pick<LabSetup, 'buyers' | 'replicas'>;
  /** Told of every statement that a buyer sends; absent where nobody looks. */
  onStatement?: (buyer: BuyerName, sql: string) => void;
}

/** A buyer's place: its own session in Postgres, and the memory of the process that it is in. */
export interface Place {
  name: BuyerName;
  replica: number;
  stores: PurchaseStores;
  /** The process of its session in Postgres. */
  pid: number;
}

/**
 * Where orders of steps are played: real sessions on the real servers, in a schema and under keys of their own, so that
 * nothing in it disturbs a sale. Played on again and again; `reset` puts everything back.
 */
export interface Ground {
  strategy: Strategy;
  places: readonly Place[];
  /** A connection beside those of the buyers: it watches, resets and reads. */
  control: postgres.Sql;
  redis: HeldServers | null;
  counter: StockCounter | null;
  /** A full shelf, and neither orders nor locks. */
  reset(stock: number): Promise<void>;
  close(): Promise<void>;
}

/** Throws `LabUnavailable` with what was attempted when a store is missing, and then nothing is left behind. */
export async function openGround({ databaseUrl, redisUrls, strategy, setup, onStatement }: GroundOptions): Promise<Ground> {
  if (strategy.needs.includes('redis') && redisUrls === null) throw new LabUnavailable(`${strategy.id} needs Redis, and there is none here; nothing was done.`);
  const scratch = await createScratchSchema(databaseUrl).catch((cause: unknown) => {
    throw new LabUnavailable(cause instanceof Error ? cause.message : 'Postgres made no scratch schema; nothing was changed.', { cause });
  });
  const closers: (() => Promise<unknown>)[] = [() => scratch.drop()];
  const close = async (): Promise<void> => {
    const last = closers.shift();
    await Promise.allSettled(closers.reverse().map((closer) => closer()));
    await last?.();
  };
  try {
    const { redis, counter, reservations } = await openRedis(scratch, strategy.needs.includes('redis') ? redisUrls : null, stockModelOf(strategy) === 'redis', closers);
    const places: Place[] = [];
    const memories = Array.from({ length: setup.replicas }, () => new Set<number>());
    for (const [index, name] of BUYER_NAMES.slice(0, setup.buyers).entries()) {
      const note = onStatement && ((text: string, values: readonly unknown[]) => onStatement(name, statementText(text, values)));
      const pool = new SessionPool({ databaseUrl: scratch.url, size: 1, pooled: false, applicationName: scratch.name, ...(note ? { onStatement: note } : {}) });
      closers.push(() => pool.end());
      const replica = index % setup.replicas;
      const stores: PurchaseStores = {
        pool,
        redlock: redis?.redlock ?? null,
        redis: redis?.counter ?? null,
        counter,
        reservations,
        // A shop that has been open for a while knows its products.
        known: new Set(PRODUCTS),
        ownLocks: memories[replica] ?? new Set(),
        // Buyers in one batch are one transaction: between them there is no order to look at.
        coalescer: new Coalescer(pool),
      };
      places.push({ name, replica, stores, pid: await pidOf(pool) });
    }
    const reset = async (stock: number): Promise<void> => {
      for (const memory of memories) memory.clear();
      await redis?.passTime();
      await fillShelf({ client: scratch.client, counter }, stockModelOf(strategy), stock);
    };
    await reset(0);
    return { strategy, places, control: scratch.client, redis, counter, reset, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRedis(scratch: ScratchSchema, urls: readonly string[] | null, reserves: boolean, closers: (() => Promise<unknown>)[]) {
  if (!urls) return { redis: null, counter: null, reservations: null };
  const redis = openHeldServers(urls, `${scratch.name}:`);
  closers.push(() => redis.close());
  const silent = await unreachableServers(redis, 5_000);
  if (silent.length > 0) throw new LabUnavailable(`No answer from Redis at ${silent.join(', ')}; nothing was done. See whether it is up.`);
  // The database's own name would count the sandbox's products.
  const counter = redis.counter && new StockCounter(redis.counter, `lab-${randomBytes(6).toString('hex')}`);
  const reservations = counter && reserves ? new Reservations({ counter, databaseUrl: scratch.url, applicationName: scratch.name, clock: machineClock, onBug: () => undefined }) : null;
  if (reservations) closers.push(() => reservations.close());
  return { redis, counter, reservations };
}

async function pidOf(pool: SessionPool): Promise<number> {
  const [row] = await pool.use(({ sql }) => sql<{ pid: number }>`select pg_backend_pid() as pid`);
  if (!row) throw new Error('Postgres did not tell which process serves this session.');
  return row.pid;
}
