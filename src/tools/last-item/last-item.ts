import type { Answer } from '@/load/buy';
import { machineClock } from '@/domain/monotonic-clock';
import type { OutcomeKind } from '@/domain/purchase';
import type { StrategyClass } from '@/domain/strategy';
import { EXIT, type ExitCode, type Verdict } from '@/domain/verdict';
import { openDatabase } from '@/stores/postgres/database';
import { createProduct, moveToModel, resetProduct, type Product } from '@/stock/products';
import { LAST_ITEM } from '@/stores/postgres/seed';
import { openStockCounter } from '@/stores/redis/counter';
import { openRedisServers } from '@/stores/redis/redis-servers';
import type { StockStores } from '@/stock/stock';
import { findStrategy, stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { PURCHASE_TIMEOUT_MS } from '@/shop/purchase-timeout';
import { ShopClient } from '@/flood/shop-client';
import { findOwnProduct, soldOf } from './own-product';
import { openPage, type OpenPage } from './open-page';

export interface LastItemJob {
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  shopUrls: readonly string[];
  /** Whose pages are watched; null when no web runs. */
  webUrl: string | null;
  /** Of the registry. */
  strategyId: string;
  buyers: number;
  /** Event streams that are opened, as so many browsers would. */
  pages: number;
}

/** What came of it; times in milliseconds. */
export interface LastItemReport {
  product: Pick<Product, 'id' | 'name'>;
  strategy: string;
  buyers: number;
  outcomes: Record<OutcomeKind, number>;
  ordersStored: number;
  stockLeft: number;
  durationMs: number;
  /** Null when no web runs. `...Ms`: from the event to the last page that showed it; null when one did not within 5 s. */
  pages: { open: number; resetSeenMs: number | null; soldOutSeenMs: number | null } | null;
  verdict: Verdict;
  exitCode: ExitCode;
}

const PATIENCE_MS = 5_000;
/** Between reading and writing: enough for an unsafe strategy to show what it is. */
const THINK_MS = 5;
const NO_PRODUCT = 2_147_483_647;

/** Puts one unit on the shelf and lets all buyers come at once, while pages are open that show what is left. */
export async function runLastItem(job: LastItemJob): Promise<LastItemReport> {
  const { databaseUrl, buyers, webUrl } = job;
  const strategy = findStrategy(job.strategyId);
  if (!strategy) throw new Error(`There is no strategy ${job.strategyId}; nothing was sold.`);
  const database = openDatabase(databaseUrl, 'stampede last item');
  const redis = job.redisUrls ? openRedisServers(job.redisUrls) : null;
  const client = new ShopClient({ shopUrls: job.shopUrls, concurrency: buyers, timeoutMs: PURCHASE_TIMEOUT_MS });
  const pages: OpenPage[] = [];
  try {
    const stores: StockStores = { db: database.db, redis: openStockCounter(redis, databaseUrl) };
    const product = (await findOwnProduct(database.db, LAST_ITEM.name)) ?? (await createProduct(stores, { ...LAST_ITEM, runId: null }));
    await moveToModel(stores, product.id, stockModelOf(strategy));
    if (webUrl) pages.push(...(await Promise.all(Array.from({ length: job.pages }, () => openPage(webUrl, product.id)))));
    const resetMs = machineClock();
    await resetProduct(stores, product.id);
    const resetSeenMs = await slowest(pages, 1, resetMs);
    // A first crowd for a product that does not exist: shops that have just begun open their connections for it.
    await storm(client, strategy, NO_PRODUCT, buyers);
    const startMs = machineClock();
    const answers = await storm(client, strategy, product.id, buyers);
    const durationMs = machineClock() - startMs;
    const soldOutSeenMs = await slowest(pages, 0, startMs);
    const outcomes: LastItemReport['outcomes'] = { confirmed: 0, 'sold-out': 0, 'gave-up': 0, unknown: 0 };
    for (const { outcome } of answers) outcomes[outcome] += 1;
    const { orders, left } = await soldOf(database.db, product.id);
    const report = { product: { id: product.id, name: product.name }, strategy: strategy.id, buyers, outcomes, ordersStored: orders, stockLeft: left, durationMs };
    return { ...report, pages: webUrl ? { open: pages.length, resetSeenMs, soldOutSeenMs } : null, ...judge(report, strategy.class) };
  } finally {
    for (const page of pages) page.close();
    await client.close();
    await Promise.all([redis?.close(), database.close()]);
  }
}

type Sold = Pick<LastItemReport, 'buyers' | 'outcomes' | 'ordersStored' | 'stockLeft'>;

/**
 * Passes with one order, one confirmation, nothing left, and everybody else told 'sold out'. An unsafe strategy is there to
 * fail: when it does not, the run proves nothing.
 */
export function judge(sold: Sold, strategyClass: StrategyClass): { verdict: Verdict; exitCode: ExitCode } {
  const verdict = verdictOn(sold);
  if (strategyClass === 'unsafe' && verdict !== 'undecided') return { verdict, exitCode: verdict === 'violated' ? EXIT.pass : EXIT.controlFailed };
  return { verdict, exitCode: { pass: EXIT.pass, violated: EXIT.violated, undecided: EXIT.undecided }[verdict] };
}

function verdictOn({ buyers, outcomes, ordersStored, stockLeft }: Sold): Verdict {
  if (ordersStored > 1 || outcomes.confirmed > ordersStored || stockLeft < 0) return 'violated';
  return outcomes.confirmed === 1 && stockLeft === 0 && outcomes['sold-out'] === buyers - 1 ? 'pass' : 'undecided';
}

/** All buyers at the same moment, each once. */
function storm(client: ShopClient, strategy: Strategy, productId: number, buyers: number): Promise<Answer[]> {
  const buy = client.buyer({ strategy, productId, trace: false, companionId: null, fault: null });
  return Promise.all(Array.from({ length: buyers }, (_, index) => buy({ index, buyerId: `buyer-${index + 1}`, quantity: 1, thinkMs: THINK_MS, arrivalMs: 0 })));
}

/** From the moment to when the last of the pages showed the stock; null when one did not, or none is open. */
async function slowest(pages: readonly OpenPage[], stock: number, sinceMs: number): Promise<number | null> {
  const shown = await Promise.all(pages.map((page) => page.showed(stock, sinceMs, PATIENCE_MS)));
  if (shown.length === 0 || shown.includes(null)) return null;
  return Math.max(...shown.map((atMs) => (atMs ?? 0) - sinceMs));
}
