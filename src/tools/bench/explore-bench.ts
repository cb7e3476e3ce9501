import postgres from 'postgres';
import { DEFAULT_LAB } from '@/domain/lab';
import { createScratchSchema } from '@/stores/postgres/scratch-schema';
import { explore, WORKERS } from '@/lab/explore';
import { searchBounds } from '@/lab/default-bounds';
import { alternate, type BenchRow } from './alternate';
import type { BenchOptions } from './run-bench';

/** Five steps a buyer, and a lock that one of two waits for in most orders. */
const STRATEGY = 'transaction-only';

/** Orders of two buyers a second, beside the same statements without any of what makes them a search. */
export async function* exploreBench({ databaseUrl, seconds, rounds, only, onProgress }: BenchOptions): AsyncGenerator<BenchRow> {
  const what = `every schedule of two buyers, ${STRATEGY}, ${WORKERS} side by side`;
  if (!what.includes(only)) return;
  onProgress(what);
  yield await alternate({
    what,
    unit: 'schedules/s',
    rounds,
    reference: { name: 'the same statements, one buyer after the other', measure: () => plainRate(databaseUrl, seconds) },
    ours: { name: 'explore', measure: () => exploreRate(databaseUrl, seconds) },
  });
}

/** Searches all schedules again and again; what opens and closes between two searches is not counted. */
async function exploreRate(databaseUrl: string, seconds: number): Promise<number> {
  const setup = { ...DEFAULT_LAB, strategy: STRATEGY };
  let [orders, ms] = [0, 0];
  while (ms < seconds * 1_000) {
    const { schedules, durationMs } = await explore({ databaseUrl, redisUrls: null, setup, bounds: searchBounds(setup, {}), workers: WORKERS }, new AbortController().signal, () => undefined);
    orders += schedules;
    ms += durationMs;
  }
  return (orders * 1_000) / ms;
}

/** No seam, no watchdog, no schedule, no judge: the stock is filled, both buyers buy, and the result is read. */
async function plainRate(databaseUrl: string, seconds: number): Promise<number> {
  const scratch = await createScratchSchema(databaseUrl);
  const clients = Array.from({ length: WORKERS * 3 }, () => postgres(scratch.url, { max: 1, fetch_types: false, onnotice: () => undefined }));
  const endMs = performance.now() + seconds * 1_000;
  let orders = 0;
  try {
    const play = async (worker: number): Promise<void> => {
      const [control, ...buyers] = clients.slice(worker * 3, worker * 3 + 3);
      if (!control) return;
      while (performance.now() < endMs) {
        await control.unsafe(`delete from orders where product_id = ${worker}; insert into inventory (product_id, stock, initial_stock) values (${worker}, 1, 1) on conflict (product_id) do update set stock = 1`);
        for (const sql of buyers) {
          await sql`begin`;
          await sql`select stock from inventory where product_id = ${worker}`;
          await sql`update inventory set stock = ${0} where product_id = ${worker} returning stock`;
          await sql`insert into orders (product_id, buyer_id, quantity, remaining) values (${worker}, 'A', 1, 0) returning id, created_at`;
          await sql`commit`;
        }
        await control`select (select json_agg(id) from orders where product_id = ${worker}), stock from inventory where product_id = ${worker}`;
        orders += 1;
      }
    };
    const startMs = performance.now();
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => play(worker)));
    return (orders * 1_000) / (performance.now() - startMs);
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    await scratch.drop();
  }
}
