import { isLoopback, networkUrls } from '@/config/network-addresses';
import { readSettings, type Settings } from '@/config/settings';
import { FAULTS, type FaultInfo } from '@/domain/fault';
import type { Lesson } from '@/domain/lesson';
import type { MatrixReport } from '@/domain/matrix';
import type { Experiment } from '@/domain/experiment';
import type { StrategyInfo } from '@/domain/strategy';
import type { TraceRef } from '@/domain/trace';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { watchPool } from '@/shop/metrics';
import { openShopRuntime } from '@/shop/open-runtime';
import { handlePurchase } from '@/shop/purchase-handler';
import type { ShopReply } from '@/shop/shop-reply';
import { reply } from '@/shop/shop-reply';
import { openDatabase } from '@/stores/postgres/database';
import { whileNobodyFloods } from '@/stores/postgres/flood-slot';
import { PoolerInTheWay } from '@/stores/postgres/pooler';
import { createProduct, resetProduct, type Product } from '@/stock/products';
import type { StockStores } from '@/stock/stock';
import { failAbandonedRuns, failQueuedRuns } from '@/stores/postgres/runs';
import { listTraces, readTraceJson } from '@/stores/postgres/traces';
import { RateLimits } from '@/stores/redis/rate-limits';
import { findStrategy, shelfOf } from '@/strategies/registry';
import { openAdminDesk, type AdminDesk } from './admin-desk';
import { faultRefusal } from '@/faults/refusal';
import { FloodError } from '@/flood/flood-error';
import { readHealth, type Health } from './health';
import { makeInstructor, processToken, type Instructor } from './instructor';
import { lastMatrix } from '@/faults/matrix/stored-matrix';
import { openCheckout, type ShopPurchase } from './checkout';
import { PURCHASE_TIMEOUT_MS } from './purchase-timeout';
import { QueueingRunDesk } from './queueing-run-desk';
import { DeskError, type RunDesk } from './run-desk';
import { openShopLimits, type ShopLimits } from './shop-limits';
import { shopStrategy } from './shop-strategy';
import { spawnFlood } from './spawn-flood';
import { openStorefront, type Storefront } from './storefront';
import { ExplorationDesk } from './lab/exploration-desk';
import { LAB_IDLE_MS, LAB_LIMIT, LabDesk } from './lab/lab-desk';
import type { LabStores } from './lab/replay-order';
import { readExperiments, readLessons } from './list-everything';
import { atShutdown } from './shutdown';
import { complain } from './web-log';
import { countFlood } from './web-metrics';
import { breaksRedis, needsRedis, strategyIds } from './strategy-ids';
import { strategyCatalogue } from './strategy-catalogue';
import { openWebCheckout } from './web-checkout';

/** One call of a purchase endpoint of the web; absent headers are null. */
export interface BuyCall {
  strategyId: string;
  half: 'bad' | 'good';
  body: string;
  headers: { idempotencyKey: string | null; thinkMs: string | null; trace: string | null };
}

/** Everything that the pages and the API can ask for. */
export interface WebRuntime {
  desk: RunDesk;
  /** Whether the web listens on the loopback address only. */
  loopbackOnly: boolean;
  /** Where others in the network reach it. */
  networkUrls: readonly string[];
  limits: PlanLimits;
  strategies(): Promise<StrategyInfo[]>;
  experiments(): Promise<Experiment[]>;
  products: {
    /** Counted where `strategy` counts. Throws `DeskError` when that is not here. */
    create(input: { name: string; stock: number; price?: string | undefined; strategy?: string | undefined }): Promise<Product>;
    reset(productId: number): Promise<Product | null>;
  };
  storefront: Storefront;
  /** Sells as a shop does: one strategy, prices, and limits. */
  purchase(call: ShopPurchase): Promise<ShopReply>;
  shopLimits: ShopLimits;
  instructor: Instructor;
  admin: AdminDesk;
  /** What can be broken on purpose; `unavailable` says why not here, in a sentence. */
  faults(): (FaultInfo & { unavailable: string | null })[];
  /** What was recorded of the lanes of past runs. */
  traces: {
    /** The lanes of a run that have a trace. */
    list(runId: string): Promise<TraceRef[]>;
    /** A `LaneTrace` as JSON; null when there is none. */
    read(runId: string, strategy: string, repeat: number): Promise<string | null>;
  };
  /** The guarantee matrix as it was last carried out; null when it never was. */
  guarantees(): Promise<MatrixReport | null>;
  /** Where somebody decides whose turn it is. */
  labs: LabDesk;
  /** Where the machine tries every order. */
  explorations: ExplorationDesk;
  lessons(): Promise<Lesson[]>;
  /** Answers a purchase just as a shop does. */
  buy(call: BuyCall): Promise<ShopReply>;
  health(): Promise<Health>;
}

const KEY = Symbol.for('stampede.web-runtime');
const shelf = globalThis as { [KEY]?: { opened?: WebRuntime; tidied?: Promise<WebRuntime> | undefined } };

/**
 * The runtime of this process; Next bundles routes apart from each other, so it hangs on the global object. Rejects with
 * what is missing, and tries again on the next call.
 */
export function webRuntime(): Promise<WebRuntime> {
  const place = (shelf[KEY] ??= {});
  place.tidied ??= Promise.resolve()
    .then(async () => {
      const runtime = openedRuntime();
      await tidyRuns(readSettings().databaseUrl ?? '');
      return runtime;
    })
    .catch((error: unknown) => {
      place.tidied = undefined;
      throw error;
    });
  return place.tidied;
}

/**
 * The same without waiting for its stores, which may be away: for those who ask how they are. It is opened once, however
 * often the stores could not be reached. Throws when the settings do not say where they are.
 */
export function openedRuntime(): WebRuntime {
  const place = (shelf[KEY] ??= {});
  return (place.opened ??= openWebRuntime(readSettings()));
}

function openWebRuntime(settings: Settings): WebRuntime {
  const { databaseUrl, redisUrls, shopUrls, poolSize } = settings;
  if (!databaseUrl) throw new FloodError('service-missing', 'The web needs DATABASE_URL. Start it with "npm start".');
  const strategy = shopStrategy(settings);
  const redisUnavailable = redisUrls ? null : (settings.redisUnavailable ?? 'Redis is not running here.');
  const database = openDatabase(databaseUrl, 'stampede web');
  // A page that is read by a class is no crowd: few connections, apart from those of the shops.
  const shop = openShopRuntime({ databaseUrl, redisUrls, redisUnavailable, poolSize: 5, limits: settings, applicationName: 'stampede web shop', onBug: complain });
  watchPool(shop.stores.pool);
  const shelves: StockStores = { db: database.db, redis: shop.stores.counter };
  const storefront = openStorefront(databaseUrl);
  const rates = new RateLimits(redisUrls?.[0] ?? null, databaseUrl);
  const shopLimits = openShopLimits(rates, settings);
  const buy = openWebCheckout({ shop, shelves, onBug: complain, onSold: storefront.changed });
  const reset = async (productId: number): Promise<Product | null> => {
    const product = await resetProduct(shelves, productId);
    storefront.changed();
    return product;
  };
  const limits: PlanLimits = {
    maxBuyers: settings.maxBuyers,
    maxConcurrency: settings.maxConcurrency,
    replicas: Math.max(1, shopUrls?.length ?? 0),
    strategyIds: strategyIds(),
  };
  const desk = new QueueingRunDesk({
    database,
    queueLimit: settings.queueLimit,
    missingService: (plan) => {
      if (!shopUrls) return 'No shop is running, so there is nothing to flood. Start Stampede with "npm start".';
      return needsRedis(plan.strategies) || breaksRedis(plan.fault) ? redisUnavailable : null;
    },
    faultRefusal: (plan) => faultRefusal(plan, settings.ours),
    start: (runId, plan) =>
      spawnFlood({ runId, plan, databaseUrl, redisUrls, shopUrls: shopUrls ?? [], poolSize, timeoutMs: PURCHASE_TIMEOUT_MS }),
  });
  desk.onChange(({ status, verdict }) => {
    if (status === 'finished' || status === 'failed') countFlood(verdict ?? 'failed');
  });
  const stores: LabStores = { databaseUrl, redisUrls };
  const missingService = (strategy: string): string | null => (needsRedis([strategy]) ? redisUnavailable : null);
  const labs = new LabDesk({ stores, missingService, idleMs: LAB_IDLE_MS, limit: LAB_LIMIT });
  const explorations = new ExplorationDesk({ stores, missingService });
  atShutdown({
    end: () => Promise.allSettled([desk.cancelAll(), labs.closeAll(), explorations.cancelAll()]),
    close: () => {
      rates.close();
      return Promise.allSettled([shop.close(), database.close(), storefront.close()]);
    },
  });
  return {
    desk,
    labs,
    explorations,
    lessons: readLessons,
    loopbackOnly: isLoopback(settings.host),
    networkUrls: networkUrls(settings.host, settings.port),
    limits,
    strategies: () => strategyCatalogue(redisUnavailable),
    experiments: () => readExperiments(limits, 'full'),
    products: {
      create: async ({ name, stock, price = '49.00', strategy: id }) => {
        const counting = id === undefined ? null : findStrategy(id);
        const stockModel = counting ? shelfOf(counting) : 'row';
        if (stockModel === 'redis' && !shelves.redis) throw new DeskError('service_missing', redisUnavailable ?? 'Redis is not running here.');
        const product = await createProduct(shelves, { name, stock, price, stockModel, runId: null });
        storefront.changed();
        return product;
      },
      reset,
    },
    storefront,
    purchase: openCheckout({ database, strategy, limits: shopLimits, windowS: settings.purchaseWindowS, buy }),
    shopLimits,
    instructor: makeInstructor(processToken(settings)),
    admin: openAdminDesk({ database, redis: shop.redis, settings, limits: shopLimits, reset, changed: storefront.changed }),
    faults: () => FAULTS.map((fault) => ({ ...fault, unavailable: faultRefusal({ fault: fault.name, replicas: limits.replicas, poolSize: null }, settings.ours) })),
    traces: {
      list: (runId) => listTraces(database.db, runId),
      read: (runId, strategy, repeat) => readTraceJson(database.db, runId, strategy, repeat),
    },
    guarantees: () => lastMatrix(settings.stateDir),
    buy: async ({ strategyId, half, body, headers }) => {
      const strategy = findStrategy(strategyId);
      if (!strategy || (strategy.class === 'safe') !== (half === 'good')) {
        return reply(404, 'unknown_strategy', `There is no buy-${half} strategy ${strategyId}. Nothing was bought.`);
      }
      return handlePurchase({ strategy, body, idempotencyKey: headers.idempotencyKey, thinkMs: headers.thinkMs, trace: headers.trace === '1' }, buy, false);
    },
    health: oneAtATime(() => readHealth({ database, redis: shop.redis, redisUnavailable, shopUrls: shopUrls ?? [] })),
  };
}

/** Runs that an earlier process left queued or running are not under way any more, and must not look so. */
async function tidyRuns(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, 'stampede web');
  try {
    await failQueuedRuns(database.db);
    await whileNobodyFloods(databaseUrl, () => failAbandonedRuns(database.db, null)).catch((error: unknown) => {
      // Without a session of its own nobody can flood here, so nobody does; the shop sells all the same.
      if (!(error instanceof PoolerInTheWay)) throw error;
      complain(error.message);
    });
  } finally {
    await database.close();
  }
}

/** Whoever asks while the question is under way gets its answer: a store that hangs must not collect questions. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => (underWay ??= ask().finally(() => (underWay = null)));
}

