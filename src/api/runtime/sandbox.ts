import { FAULTS, type FaultInfo } from '@/domain/fault';
import type { Lesson } from '@/domain/lesson';
import type { MatrixReport } from '@/domain/matrix';
import type { Experiment } from '@/domain/experiment';
import type { StrategyInfo } from '@/domain/strategy';
import type { TraceRef } from '@/domain/trace';
import type { Settings } from '@/config/settings';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { faultRefusal } from '@/faults/refusal';
import { lastMatrix } from '@/faults/matrix/stored-matrix';
import { FloodError } from '@/domain/flood-error';
import { openCheckout, type ShopPurchase } from '@/shop/checkout';
import { FloodQueue } from '@/flood/flood-queue';
import { FloodRefused } from '@/flood/flood-refused';
import { readHealth, type Health } from './health';
import { ExplorationRegistry } from '@/lab/exploration-registry';
import { LAB_IDLE_MS, LAB_LIMIT, LabRegistry } from '@/lab/lab-registry';
import type { LabStores } from '@/lab/replay-schedule';
import { readExperiments, readLessons } from '@/tools/list-everything';
import { PURCHASE_TIMEOUT_MS } from '@/shop/purchase-timeout';
import { openShopLimits, type ShopLimits } from '@/shop/shop-limits';
import { shopStrategy } from '@/shop/shop-strategy';
import { spawnFlood } from '@/flood/spawn-flood';
import { openStorefront, type Storefront } from '@/shop/storefront';
import { strategyCatalogue } from '@/strategy-files/strategy-catalogue';
import { breaksRedis, needsRedis, strategyIds } from '@/strategies/strategy-ids';
import { openWebCheckout } from '@/shop/web-checkout';
import type { Log } from '@/shop/log';
import { watchPool } from '@/shop/metrics';
import { openShopRuntime } from '@/shop/open-runtime';
import { handlePurchase } from '@/shop/purchase-handler';
import { reply, type ShopReply } from '@/shop/shop-reply';
import { createProduct, resetProduct, type Product } from '@/stock/products';
import type { StockStores } from '@/stock/stock';
import { openDatabase } from '@/stores/postgres/database';
import { whileNobodyFloods } from '@/stores/postgres/flood-slot';
import { PoolerInTheWay } from '@/stores/postgres/pooler';
import { failAbandonedRuns, failQueuedRuns } from '@/stores/postgres/runs';
import { listTraces, readTraceJson } from '@/stores/postgres/traces';
import { RateLimits } from '@/stores/redis/rate-limits';
import { findStrategy, stockModelOf } from '@/strategies/registry';
import { OpenedStrategies } from './opened-strategies';
import { openShopAdmin, type ShopAdmin } from './shop-admin';
import type { WebRuntime } from './web-runtime';

/** One call of a purchase endpoint of the web; absent headers are null. */
export interface BuyCall {
  strategyId: string;
  half: 'bad' | 'good';
  body: string;
  headers: { idempotencyKey: string | null; thinkMs: string | null; trace: string | null };
}

/** Everything that pages and API can ask of stores and shops. */
export interface Sandbox {
  floods: FloodQueue;
  /** Those from files, which change as they are edited. */
  opened: OpenedStrategies;
  limits: PlanLimits;
  strategies(): Promise<StrategyInfo[]>;
  experiments(): Promise<Experiment[]>;
  products: {
    /** Counted where `strategy` counts. Throws `FloodRefused` when that is not here. */
    create(input: { name: string; stock: number; price?: string | undefined; strategy?: string | undefined }): Promise<Product>;
    reset(productId: number): Promise<Product | null>;
  };
  storefront: Storefront;
  /** Sells as a shop does: one strategy, prices, and limits. */
  purchase(call: ShopPurchase): Promise<ShopReply>;
  shopLimits: ShopLimits;
  admin: ShopAdmin;
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
  /** Where a learner decides whose turn it is. */
  labs: LabRegistry;
  /** Where the machine tries every schedule. */
  explorations: ExplorationRegistry;
  lessons(): Promise<Lesson[]>;
  /** Answers a purchase just as a shop does. */
  buy(call: BuyCall): Promise<ShopReply>;
  health(): Promise<Health>;
}

/** Opens it without waiting for its stores, which may be away. Throws when the settings do not say where they are. */
export function openSandbox(settings: Settings, { log, metrics, slowRequests, shutdown }: Pick<WebRuntime, 'log' | 'metrics' | 'slowRequests' | 'shutdown'>): Sandbox {
  const { databaseUrl, redisUrls, shopUrls, poolSize } = settings;
  if (!databaseUrl) throw new FloodError('service-missing', 'The web needs DATABASE_URL. Start it with "npm start".');
  const strategy = shopStrategy(settings);
  const redisUnavailable = redisUrls ? null : (settings.redisUnavailable ?? 'Redis is not running here.');
  const onBug = (error: unknown): void => log.error({ err: error }, 'a bug');
  const database = openDatabase(databaseUrl, 'stampede web');
  // A page that is read by a class is no crowd: few connections, apart from those of the shops.
  const shop = openShopRuntime({ databaseUrl, redisUrls, redisUnavailable, poolSize: 5, limits: settings, applicationName: 'stampede web shop', onBug });
  watchPool(shop.stores.pool);
  const stockStores: StockStores = { db: database.db, redis: shop.stores.counter };
  const storefront = openStorefront(databaseUrl);
  const rates = new RateLimits(redisUrls?.[0] ?? null, databaseUrl);
  const shopLimits = openShopLimits(rates, settings);
  const buy = openWebCheckout({ shop, stores: stockStores, onBug, onSold: storefront.changed });
  const reset = async (productId: number): Promise<Product | null> => {
    const product = await resetProduct(stockStores, productId);
    storefront.changed();
    return product;
  };
  const opened = new OpenedStrategies(settings.strategyFiles);
  const limits: PlanLimits = {
    maxBuyers: settings.maxBuyers,
    maxConcurrency: settings.maxConcurrency,
    replicas: Math.max(1, shopUrls?.length ?? 0),
    get strategyIds() {
      opened.refresh();
      return strategyIds();
    },
  };
  const floods = new FloodQueue({
    database,
    queueLimit: settings.queueLimit,
    missingService: (plan) => {
      if (!shopUrls) return 'No shop is running, so there is nothing to flood. Start Stampede with "npm start".';
      return needsRedis(plan.strategies) || breaksRedis(plan.fault) ? redisUnavailable : null;
    },
    faultRefusal: (plan) => faultRefusal(plan, settings.ours),
    start: (runId, plan) =>
      spawnFlood({ runId, plan, databaseUrl, redisUrls, shopUrls: shopUrls ?? [], poolSize, timeoutMs: PURCHASE_TIMEOUT_MS, strategyFiles: opened.files.filter(({ metadata }) => plan.strategies.includes(metadata.id)) }),
  });
  floods.onChange(({ status, verdict }) => {
    if (status === 'finished' || status === 'failed') metrics.countFlood(verdict ?? 'failed');
  });
  const stores: LabStores = { databaseUrl, redisUrls };
  const missingService = (strategy: string): string | null => (needsRedis([strategy]) ? redisUnavailable : null);
  // Its code must not run in this process, which an endless loop in it would take with it.
  const strategyFile = (id: string) => opened.find(id);
  const labs = new LabRegistry({ stores, missingService, strategyFile, idleMs: LAB_IDLE_MS, limit: LAB_LIMIT });
  const explorations = new ExplorationRegistry({ stores, missingService, strategyFile });
  shutdown.add({
    end: () => Promise.allSettled([floods.cancelAll(), labs.closeAll(), explorations.cancelAll()]),
    close: () => {
      rates.close();
      opened.close();
      return Promise.allSettled([shop.close(), database.close(), storefront.close()]);
    },
  });
  return {
    floods,
    opened,
    labs,
    explorations,
    lessons: readLessons,
    limits,
    strategies: () => strategyCatalogue(redisUnavailable, opened.files),
    experiments: () => readExperiments(limits, 'full'),
    products: {
      create: async ({ name, stock, price = '49.00', strategy: id }) => {
        const counting = id === undefined ? null : findStrategy(id);
        const stockModel = counting ? stockModelOf(counting) : 'row';
        if (stockModel === 'redis' && !stockStores.redis) throw new FloodRefused('service_missing', redisUnavailable ?? 'Redis is not running here.');
        const product = await createProduct(stockStores, { name, stock, price, stockModel, runId: null });
        storefront.changed();
        return product;
      },
      reset,
    },
    storefront,
    purchase: openCheckout({ database, strategy, limits: shopLimits, windowS: settings.purchaseWindowS, buy }),
    shopLimits,
    admin: openShopAdmin({ database, redis: shop.redis, settings, limits: shopLimits, slowRequests, reset, changed: storefront.changed }),
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
      if (opened.find(strategyId)) return reply(404, 'unknown_strategy', `${strategyId} comes from a file and sells only in the shops that were started for it, in floods. Nothing was bought.`);
      return handlePurchase({ strategy, body, idempotencyKey: headers.idempotencyKey, thinkMs: headers.thinkMs, trace: headers.trace === '1' }, buy, false);
    },
    health: oneAtATime(() => readHealth({ database, redis: shop.redis, redisUnavailable, shopUrls: shopUrls ?? [] })),
  };
}

/** Runs that an earlier process left queued or running are not under way any more, and must not look so. */
export async function tidyRuns(databaseUrl: string, log: Log): Promise<void> {
  const database = openDatabase(databaseUrl, 'stampede web');
  try {
    await failQueuedRuns(database.db);
    await whileNobodyFloods(databaseUrl, () => failAbandonedRuns(database.db, null)).catch((error: unknown) => {
      // Without a session of its own no flood can run here, so none does; the shop sells all the same.
      if (!(error instanceof PoolerInTheWay)) throw error;
      log.error({ err: error.message }, 'a bug');
    });
  } finally {
    await database.close();
  }
}

/** A caller that asks while the question is under way gets its answer: a store that hangs must not collect questions. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => (underWay ??= ask().finally(() => (underWay = null)));
}
