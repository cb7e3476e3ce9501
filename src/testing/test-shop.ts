import { inject } from 'vitest';
import type { Outcome, PurchaseRequest, StepRecord } from '@/domain/purchase';
import { openShopRuntime } from '@/shop/open-runtime';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct, findProduct } from '@/stores/postgres/products';
import type { SessionPool } from '@/stores/postgres/session-pool';
import { PurchaseContext } from '@/strategies/purchase-context';
import { purchaseOnce } from '@/strategies/purchase-once';
import { recordingSeam, type Seam } from '@/strategies/seam';
import type { Strategy } from '@/strategies/strategy';
import { throwAwayDatabase } from './throw-away-database';

/** A purchase under way, and what it has done so far. */
export interface TestPurchase {
  outcome: Promise<Outcome>;
  context: PurchaseContext;
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
  putOnSale(stock: number): Promise<number>;
  stockOf(productId: number): Promise<number>;
  ordersOf(productId: number): Promise<{ id: number; remaining: number; quantity: number }[]>;
  buy(strategy: Strategy, productId: number, options?: BuyOptions): TestPurchase;
  close(): Promise<void>;
}

let buyers = 0;

/** Opens one on a throw-away database and the test's Redis servers. */
export async function openTestShop(poolSize = 10): Promise<TestShop> {
  const throwAway = await throwAwayDatabase();
  const database = openDatabase(throwAway.url, 'test');
  const runtime = openShopRuntime({
    databaseUrl: throwAway.url,
    redisUrls: inject('redisUrls'),
    redisUnavailable: null,
    poolSize,
    applicationName: 'stampede shop test',
  });
  return {
    database,
    databaseUrl: throwAway.url,
    pool: runtime.stores.pool,
    putOnSale: async (stock) => (await createProduct(database.db, { name: 'Test', price: '1.00', stock, runId: null })).id,
    stockOf: async (productId) => (await findProduct(database.db, productId))?.stock ?? Number.NaN,
    ordersOf: (productId) =>
      database.client<{ id: number; remaining: number; quantity: number }[]>`
        select id, remaining, quantity from orders where product_id = ${productId} order by id
      `,
    buy: (strategy, productId, { thinkMs = 0, seam = (same: Seam) => same, ...request } = {}) => {
      const steps: StepRecord[] = [];
      const context = new PurchaseContext(seam(recordingSeam(runtime.clock, runtime.random, steps)), runtime.stores, thinkMs);
      const full = { productId, buyerId: `buyer-${++buyers}`, quantity: 1, idempotencyKey: null, ...request };
      return { outcome: purchaseOnce(strategy, context, full), context, steps };
    },
    close: async () => {
      await runtime.close();
      await database.close();
      await throwAway.drop();
    },
  };
}
