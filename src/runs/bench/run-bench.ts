import { openShopRuntime } from '@/shop/open-runtime';
import { openDatabase } from '@/stores/postgres/database';
import { createProduct } from '@/stores/postgres/products';
import { STRATEGIES } from '@/strategies/registry';
import type { Strategy } from '@/strategies/strategy';
import { alternate, type BenchRow } from './alternate';
import { autocannonRate, floodRate, hasAutocannon, startBenchServer } from './http-rates';
import { findPgbench, PGBENCH_SCRIPTS, runPgbench } from './pgbench';
import { strategyRate, type Duty } from './strategy-rate';

export interface BenchOptions {
  databaseUrl: string;
  /** Seconds for each single measurement. */
  seconds: number;
  rounds: number;
  /** The PATH to look for pgbench on. */
  path: string;
  onProgress: (line: string) => void;
}

const CLIENTS = 20;
const PLENTY = 1_000_000_000;

/** Everything that `npm run bench` measures, one row a comparison, each handed to `onProgress` as it is done. */
export async function runBench(options: BenchOptions): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const bench of [sqlBenches, seamBenches, httpBenches]) {
    for await (const row of bench(options)) rows.push(row);
  }
  return rows;
}

async function* sqlBenches({ databaseUrl, seconds, rounds, path, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const pgbench = await findPgbench(path);
  for (const strategy of STRATEGIES) {
    const script = PGBENCH_SCRIPTS[strategy.id];
    const what = `${strategy.id}, one hot row, ${CLIENTS} connections`;
    if (!script) {
      yield { what, skipped: 'pgbench cannot do this one: it needs Redis' };
    } else if (!pgbench) {
      yield { what, skipped: 'pgbench is not installed (Debian: postgresql-contrib)' };
    } else {
      onProgress(what);
      yield await onHotRow(databaseUrl, strategy, seconds, ({ productId, own, soldBy }) =>
        alternate({
          what,
          unit: 'sales/s',
          rounds,
          reference: { name: 'pgbench, same statements, prepared', measure: () => soldBy(() => runPgbench(pgbench, script, { databaseUrl, productId, clients: CLIENTS, seconds })) },
          ours: { name: 'the purchase function', measure: () => own('direct') },
        }),
      );
    }
  }
}

async function* seamBenches({ databaseUrl, seconds, rounds, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const strategy = STRATEGIES.find(({ id }) => id === 'conditional-update');
  if (!strategy) return;
  const what = 'recording every step, conditional-update';
  onProgress(what);
  yield await onHotRow(databaseUrl, strategy, seconds, ({ own }) =>
    alternate({
      what,
      unit: 'purchases/s',
      rounds,
      reference: { name: 'seam off duty', measure: () => own('direct') },
      ours: { name: 'seam recording', measure: () => own('recording') },
    }),
  );
}

async function* httpBenches({ seconds, rounds, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  if (!(await hasAutocannon())) {
    yield { what: 'shop endpoint, and our load generator', skipped: 'autocannon is not installed (it is a development dependency)' };
    return;
  }
  const [bare, shop] = await Promise.all([startBenchServer('bare'), startBenchServer('shop')]);
  try {
    const endpoint = 'purchase endpoint without a database, 50 connections';
    onProgress(endpoint);
    yield await alternate({
      what: endpoint,
      unit: 'requests/s',
      rounds,
      reference: { name: 'bare node:http under autocannon', measure: () => autocannonRate(bare.url, seconds) },
      ours: { name: 'shop under autocannon', measure: () => autocannonRate(shop.url, seconds) },
    });
    const generator = 'load generator, 50 connections';
    onProgress(generator);
    yield await alternate({
      what: generator,
      unit: 'requests/s',
      rounds,
      reference: { name: 'autocannon against the shop', measure: () => autocannonRate(shop.url, seconds) },
      ours: { name: 'our generator against the shop', measure: () => floodRate(shop.url, 20_000) },
    });
  } finally {
    await Promise.all([bare.stop(), shop.stop()]);
  }
}

interface HotRow {
  productId: number;
  /** Sales per second of our purchase function. */
  own: (duty: Duty) => Promise<number>;
  /** Sales per second of somebody else, by the orders that appear: a version check that fails sells nothing. */
  soldBy: (work: () => Promise<void>) => Promise<number>;
}

/** A product of its own with more stock than anybody can buy; its orders go afterwards. */
async function onHotRow<T>(databaseUrl: string, strategy: Strategy, seconds: number, measure: (row: HotRow) => Promise<T>): Promise<T> {
  const database = openDatabase(databaseUrl, 'stampede bench');
  const runtime = openShopRuntime({ databaseUrl, redisUrls: null, redisUnavailable: null, poolSize: CLIENTS, applicationName: 'stampede bench' });
  const { id: productId } = await createProduct({ db: database.db, redis: null }, { name: `Bench of ${strategy.id}`, price: '1.00', stock: PLENTY, runId: 'bench' });
  const rate = (duty: Duty, forSeconds: number): Promise<number> =>
    strategyRate({ strategy, stores: runtime.stores, productId, clients: CLIENTS, seconds: forSeconds, duty });
  const orders = async (): Promise<number> => {
    const [row] = await database.client<{ count: number }[]>`select count(*)::int as count from orders where product_id = ${productId}`;
    return row?.count ?? 0;
  };
  try {
    // Connections and prepared statements first, as pgbench opens its own before it starts the clock.
    await rate('direct', 0.3);
    return await measure({
      productId,
      own: (duty) => rate(duty, seconds),
      soldBy: async (work) => {
        const before = await orders();
        await work();
        return ((await orders()) - before) / Math.ceil(seconds);
      },
    });
  } finally {
    await database.client`delete from orders where product_id = ${productId}`;
    await runtime.close();
    await database.close();
  }
}
