import { openShopRuntime } from '@/shop/open-runtime';
import { openDatabase, type Database } from '@/stores/postgres/database';
import { createProduct } from '@/stock/products';
import { findStrategy, STRATEGIES } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { alternate, type BenchRow } from './alternate';
import { exploreBench } from './explore-bench';
import { autocannonRate, floodRate, hasAutocannon, startBenchServer } from './http-rates';
import { findPgbench, PGBENCH_SCRIPTS, runPgbench } from './pgbench';
import { openRedisServers, unreachableServers } from '@/stores/redis/redis-servers';
import { findRedisBenchmark, redisBenchmarkRate, reserveRate, withBenchCounter } from './reserve-rate';
import { withoutSeam } from './without-seam';
import { strategyRate, type Duty } from './strategy-rate';
import { floodWithTrace } from './traced-flood';

export interface BenchOptions {
  databaseUrl: string;
  /** Null when there is no Redis. */
  redisUrls: readonly string[] | null;
  /** Seconds for each single measurement. */
  seconds: number;
  rounds: number;
  /** The PATH to look for pgbench on. */
  path: string;
  /** Rows to measure: those whose description contains it; empty for all. */
  only: string;
  onProgress: (line: string) => void;
}

const CLIENTS = 20;
const RESERVING = 200;
const WAITING_BUYERS = 10_000;
const TRACED_BUYERS = 4_000;
const PLENTY = 1_000_000_000;

/** Everything that `npm run bench` measures, one row a comparison, each handed to `onProgress` as it is done. */
export async function runBench(options: BenchOptions): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const bench of [sqlBenches, coalescedBench, reserveBench, seamBenches, exploreBench, httpBenches]) {
    for await (const row of bench(options)) rows.push(row);
  }
  return rows;
}

async function* sqlBenches({ databaseUrl, seconds, rounds, path, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const pgbench = await findPgbench(path);
  for (const strategy of STRATEGIES) {
    const script = PGBENCH_SCRIPTS[strategy.id];
    const what = `${strategy.id}, one hot row, ${CLIENTS} connections`;
    if (!script || !what.includes(only)) continue;
    if (!pgbench) {
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

/** Many buyers for few connections is what it is for, so it has them; the reference is the row lock that it spares. */
async function* coalescedBench({ databaseUrl, seconds, rounds, path, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const what = `coalesced, one hot row, ${WAITING_BUYERS} buyers on ${CLIENTS} connections`;
  if (!what.includes(only)) return;
  const [pgbench, strategy, script] = [await findPgbench(path), findStrategy('coalesced'), PGBENCH_SCRIPTS['for-update']];
  if (!pgbench || !strategy || !script) {
    yield { what, skipped: 'pgbench is not installed (Debian: postgresql-contrib)' };
    return;
  }
  onProgress(what);
  yield await onHotRow(databaseUrl, strategy, seconds, ({ productId, own, soldBy }) =>
    alternate({
      what,
      unit: 'sales/s',
      rounds,
      reference: { name: `pgbench, FOR UPDATE, ${CLIENTS} clients`, measure: () => soldBy(() => runPgbench(pgbench, script, { databaseUrl, productId, clients: CLIENTS, seconds })) },
      ours: { name: 'the purchase function', measure: () => own('direct', WAITING_BUYERS) },
    }),
  );
}

async function* reserveBench({ redisUrls, seconds, rounds, path, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const what = `redis-lua, reserving only, ${RESERVING} buyers`;
  if (!what.includes(only)) return;
  const program = await findRedisBenchmark(path);
  const [url] = redisUrls ?? [];
  if (!program || !url) {
    yield { what, skipped: url ? 'redis-benchmark is not installed (Debian: redis-tools)' : 'there is no Redis' };
    return;
  }
  onProgress(what);
  const redis = openRedisServers([url]);
  try {
    await unreachableServers(redis, 5_000);
    yield await withBenchCounter(redis, (counter) =>
      alternate({
        what,
        unit: 'reservations/s',
        rounds,
        reference: { name: 'redis-benchmark, EVAL of the same work', measure: () => redisBenchmarkRate(program, url, counter, RESERVING, Math.round(30_000 * seconds)) },
        ours: { name: 'the reservation', measure: () => reserveRate(counter, RESERVING, seconds) },
      }),
    );
  } finally {
    await redis.close();
  }
}

async function* seamBenches({ databaseUrl, seconds, rounds, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const strategy = STRATEGIES.find(({ id }) => id === 'conditional-update');
  if (!strategy) return;
  const offDuty = 'seam off duty, conditional-update';
  if (offDuty.includes(only)) {
    onProgress(offDuty);
    yield await onHotRow(databaseUrl, strategy, seconds, ({ own, bare }) =>
      alternate({
        what: offDuty,
        unit: 'purchases/s',
        rounds,
        reference: { name: 'the same statement without steps', measure: bare },
        ours: { name: 'seam off duty', measure: () => own('direct') },
      }),
    );
  }
  const recording = 'recording every step, conditional-update';
  if (recording.includes(only)) {
    onProgress(recording);
    yield await onHotRow(databaseUrl, strategy, seconds, ({ own }) =>
      alternate({
        what: recording,
        unit: 'purchases/s',
        rounds,
        reference: { name: 'seam off duty', measure: () => own('direct') },
        ours: { name: 'seam recording', measure: () => own('recording') },
      }),
    );
  }
  yield* tracedFloodBenches({ databaseUrl, seconds, rounds, only, onProgress });
}

/** What it costs a whole flood that its trace is recorded, kept and stored: the way that `naive` takes, and the shortest there is. */
async function* tracedFloodBenches({ databaseUrl, seconds, rounds, only, onProgress }: Pick<BenchOptions, 'databaseUrl' | 'seconds' | 'rounds' | 'only' | 'onProgress'>): AsyncGenerator<BenchRow> {
  for (const id of ['naive', 'conditional-update']) {
    const what = `recording a whole flood and storing its trace, ${id}, ${TRACED_BUYERS} buyers`;
    const strategy = findStrategy(id);
    if (!strategy || !what.includes(only)) continue;
    onProgress(what);
    yield await onHotRow(databaseUrl, strategy, seconds, ({ db, productId }) => {
      const flood = (trace: boolean) => () => floodWithTrace({ db, databaseUrl, strategy, productId, buyers: TRACED_BUYERS, trace });
      return alternate({
        what,
        unit: 'purchases/s',
        rounds,
        reference: { name: 'the same flood without a trace', measure: flood(false) },
        ours: { name: 'with its trace stored', measure: flood(true) },
      });
    });
  }
}

async function* httpBenches({ seconds, rounds, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const [endpoint, generator] = ['purchase endpoint without a database, 50 connections', 'load generator, 50 connections'];
  if (![endpoint, generator].some((what) => what.includes(only))) return;
  if (!(await hasAutocannon())) {
    yield { what: 'shop endpoint, and our load generator', skipped: 'autocannon is not installed (it is a development dependency)' };
    return;
  }
  const [bare, shop] = await Promise.all([startBenchServer('bare'), startBenchServer('shop')]);
  try {
    onProgress(endpoint);
    yield await alternate({
      what: endpoint,
      unit: 'requests/s',
      rounds,
      reference: { name: 'bare node:http under autocannon', measure: () => autocannonRate(bare.url, seconds) },
      ours: { name: 'shop under autocannon', measure: () => autocannonRate(shop.url, seconds) },
    });
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
  db: Database;
  productId: number;
  /** Sales per second of our purchase function. */
  own: (duty: Duty, clients?: number) => Promise<number>;
  /** Sales per second of the same statement without the seam. */
  bare: () => Promise<number>;
  /** Sales per second of another program, by the orders that appear: a version check that fails sells nothing. */
  soldBy: (work: () => Promise<void>) => Promise<number>;
}

/** A product of its own with more stock than anybody can buy; its orders go afterwards. */
async function onHotRow<T>(databaseUrl: string, strategy: Strategy, seconds: number, measure: (row: HotRow) => Promise<T>): Promise<T> {
  const database = openDatabase(databaseUrl, 'stampede bench');
  const runtime = openShopRuntime({ databaseUrl, redisUrls: null, redisUnavailable: null, poolSize: CLIENTS, applicationName: 'stampede bench' });
  const { id: productId } = await createProduct({ db: database.db, redis: null }, { name: `Bench of ${strategy.id}`, price: '1.00', stock: PLENTY, runId: 'bench' });
  const rate = (duty: Duty, forSeconds: number, clients = CLIENTS): Promise<number> =>
    strategyRate({ strategy, stores: runtime.stores, productId, clients, seconds: forSeconds, duty });
  const orders = async (): Promise<number> => {
    const [row] = await database.client<{ count: number }[]>`select count(*)::int as count from orders where product_id = ${productId}`;
    return row?.count ?? 0;
  };
  try {
    // Connections and prepared statements first, as pgbench opens its own before it starts the clock.
    await rate('direct', 0.3);
    return await measure({
      db: database.db,
      productId,
      own: (duty, clients) => rate(duty, seconds, clients),
      bare: () => strategyRate({ strategy: withoutSeam(runtime.stores.pool), stores: runtime.stores, productId, clients: CLIENTS, seconds }),
      soldBy: async (work) => {
        const before = await orders();
        await work();
        return ((await orders()) - before) / Math.ceil(seconds);
      },
    });
  } finally {
    await database.client`delete from orders where product_id = ${productId}`;
    await database.client`delete from trace where run_id = 'bench'`;
    await runtime.close();
    await database.close();
  }
}
