import type { Redis } from 'ioredis';
import { inject } from 'vitest';
import type { Outcome, PurchaseRequest, StepRecord } from '@/domain/purchase';
import { openShopRuntime, type RuntimeOptions } from '@/shop/open-runtime';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stock/products';
import type { SessionPool } from '@/stores/postgres/session-pool';
import { Shop } from '@/kit/shop';
import { purchaseOnce } from '@/kit/purchase-once';
import { recordingSeam, type Seam } from '@/kit/seam';
import { stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import type { StockCounter } from '@/stores/redis/counter';
import { unreachableServers } from '@/stores/redis/redis-servers';
import { throwAwayDatabase } from './throw-away-database';

/** A purchase under way, and what it has done so far. */
export interface TestPurchase {
  outcome: Promise<Outcome>;
  context: Shop;
  steps: StepRecord[];
}

export interface BuyOptions extends Partial<PurchaseRequest> {
  thinkMs?: number;
  /** Wraps the recording seam, for gates. */
  seam?: (recording: Seam) => Seam;
}

/** A shop on real stores, without HTTP. */
export interface TestShop {
  database: OpenDatabase;
  databaseUrl: string;
  pool: SessionPool;
  /** The Redis that counts. */
  redis: Redis;
  /** The same, bound to this database. */
  counter: StockCounter;
  /** A new product, counted as the strategy has it. */
  putOnSale(stock: number, strategy?: Strategy): Promise<number>;
  stockOf(productId: number): Promise<number>;
  ordersOf(productId: number): Promise<{ id: number; remaining: number; quantity: number }[]>;
  /** The kit for a purchase of one unit, to write single steps with. */
  kit(productId: number): Shop;
  buy(strategy: Strategy, productId: number, options?: BuyOptions): TestPurchase;
  close(): Promise<void>;
}

let buyers = 0;

/** Opens one on a throw-away database, or as a further replica on that of another, and on the test's Redis servers. */
export async function openTestShop(poolSize = 10, beside?: string, limits?: RuntimeOptions['limits']): Promise<TestShop> {
  const throwAway = beside === undefined ? await throwAwayDatabase() : { url: beside, drop: () => Promise.resolve() };
  const database = openDatabase(throwAway.url, 'test');
  const runtime = openShopRuntime({
    databaseUrl: throwAway.url,
    redisUrls: inject('redisUrls'),
    redisUnavailable: null,
    poolSize,
    limits,
    applicationName: 'stampede shop test',
  });
  const redis = runtime.redis?.counter;
  const { counter } = runtime.stores;
  if (!runtime.redis || !redis || !counter) throw new Error('The tests have no Redis.');
  await unreachableServers(runtime.redis, 5_000);
  const stores = { db: database.db, redis: counter };
  return {
    database,
    databaseUrl: throwAway.url,
    pool: runtime.stores.pool,
    redis,
    counter,
    putOnSale: async (stock, strategy) =>
      (await createProduct(stores, { name: 'Test', price: '1.00', stock, runId: null, stockModel: strategy ? stockModelOf(strategy) : 'row' })).id,
    stockOf: async (productId) => (await findProduct(database.db, productId))?.stock ?? Number.NaN,
    ordersOf: (productId) =>
      database.client<{ id: number; remaining: number; quantity: number }[]>`
        select id, remaining, quantity from orders where product_id = ${productId} order by id
      `,
    kit: (productId) =>
      new Shop({ seam: recordingSeam(runtime.clock, runtime.random, []), stores: runtime.stores, request: { productId, buyerId: 'tester', quantity: 1, idempotencyKey: null }, thinkMs: 0 }),
    buy: (strategy, productId, { thinkMs = 0, seam = (same: Seam) => same, ...request } = {}) => {
      const steps: StepRecord[] = [];
      const full = { productId, buyerId: `buyer-${++buyers}`, quantity: 1, idempotencyKey: null, ...request };
      const context = new Shop({ seam: seam(recordingSeam(runtime.clock, runtime.random, steps)), stores: runtime.stores, request: full, thinkMs });
      return { outcome: purchaseOnce(strategy, context), context, steps };
    },
    close: async () => {
      await runtime.close();
      await database.close();
      await throwAway.drop();
    },
  };
}
