import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import postgres from 'postgres';
import { waitUntil } from '@/domain/wait-until';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct } from '@/stock/products';
import { readStocks, type StockLine } from '@/stock/shop-stock';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { StockWatcher } from './stock-watcher';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let writing: OpenDatabase;
let server: postgres.Sql;
beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test watcher');
  writing = openDatabase(home.url, 'test');
  server = postgres(inject('databaseUrl'), { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await Promise.all([database.close(), writing.close(), server.end({ timeout: 5 })]);
  await home.drop();
});

let reads = 0;
let watcher: StockWatcher;
let leaving: (() => void)[] = [];
beforeEach(() => {
  reads = 0;
  leaving = [];
  watcher = new StockWatcher((shop, ids) => {
    reads += 1;
    return readStocks(database, shop, ids);
  }, 20);
});
afterEach(() => leaving.forEach((leave) => leave()));

/** All that a reader was told, in order. */
function reader(productId: number | null): StockLine[][] {
  const sent: StockLine[][] = [];
  leaving.push(watcher.watch(productId, (lines) => sent.push(lines)));
  return sent;
}

const put = async (stock: number, runId: string | null = null): Promise<number> => (await createProduct({ db: writing.db, redis: null }, { name: 'watched', price: '1.00', stock, runId })).id;
const setStock = (id: number, stock: number) => writing.client`update inventory set stock = ${stock} where product_id = ${id}`;
const last = (sent: StockLine[][]): number | undefined => sent.at(-1)?.at(-1)?.stock;

describe('the watcher of stock', () => {
  it('tells the present value at once and then each change once, whoever made it', async () => {
    const id = await put(5);
    const sent = reader(id);
    await waitUntil('the first value', () => last(sent) === 5);
    await setStock(id, 4);
    await waitUntil('the change', () => last(sent) === 4);
    const seen = reads;
    await waitUntil('it has looked several times more', () => reads > seen + 3);
    expect(sent.map(([line]) => line?.stock)).toEqual([5, 4]);
  });

  it('asks one question a look for everybody, whatever they watch', async () => {
    const ids = await Promise.all([put(1), put(2), put(3, 'a-run')]);
    const sent = [...ids.flatMap((id) => [reader(id), reader(id), reader(id)]), reader(null)];
    await waitUntil('everybody knows', () => sent.every((lines) => lines.length > 0));
    expect(reads).toBeLessThanOrEqual(2);
    expect(sent.at(-1)?.[0]?.map(({ productId }) => productId)).toEqual(expect.arrayContaining(ids.slice(0, 2)));
    expect(sent.at(-1)?.[0]?.map(({ productId }) => productId)).not.toContain(ids[2]);
  });

  it('tells whoever comes later without asking again', async () => {
    const id = await put(9);
    await waitUntil('the first knows', (() => { const sent = reader(id); return () => sent.length > 0; })());
    const seen = reads;
    const second = reader(id);
    expect(second).toEqual([[{ productId: id, name: 'watched', stock: 9, initialStock: 9 }]]);
    expect(reads).toBe(seen);
  });

  it('asks nothing when nobody watches', async () => {
    const id = await put(1);
    const sent = reader(id);
    await waitUntil('it is known', () => sent.length > 0);
    leaving.splice(0).forEach((leave) => leave());
    // What was under way comes to its end.
    await waitUntil('it rests', () => !watcher.knows(id));
    const seen = reads;
    watcher.look();
    const other = new StockWatcher((shop, ids) => readStocks(database, shop, ids), 20);
    const control: StockLine[][] = [];
    const leave = other.watch(id, (lines) => control.push(lines));
    await setStock(id, 0);
    await waitUntil('another watcher has long seen it', () => last(control) === 0);
    leave();
    expect(reads).toBe(seen);
  });

  it('keeps what is known while the database is away, tells it to whoever comes, and catches up when it is back', async () => {
    const id = await put(8);
    const sent = reader(id);
    await waitUntil('it is known', () => last(sent) === 8);
    const name = new URL(home.url).pathname.slice(1);
    await server.unsafe(`alter database ${name} allow_connections false`);
    try {
      await server`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      const seen = reads;
      await waitUntil('it has asked in vain', () => reads > seen + 2);
      expect(watcher.knows(id)).toBe(true);
      expect(reader(id)).toMatchObject([[{ stock: 8 }]]);
      expect(sent.map(([line]) => line?.stock)).toEqual([8]);
    } finally {
      await server.unsafe(`alter database ${name} allow_connections true`);
    }
    await waitUntil('somebody sells again', () => setStock(id, 2).then(() => true, () => false));
    await waitUntil('readers have caught up', () => last(sent) === 2);
  });
});
