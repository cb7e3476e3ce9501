import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct } from './products';
import type { SqlTag } from '@/stores/postgres/session';
import { SessionPool } from '@/stores/postgres/session-pool';
import { readShopProducts, readStock, readStocks, selectStock } from './shop-stock';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let pool: SessionPool;
beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  pool = new SessionPool({ databaseUrl: home.url, size: 2, applicationName: 'test' });
  // Enough rows that Postgres prefers an index.
  await database.client`
    with made as (insert into product (name, price, run_id) select 'flood ' || n, 1, 'a-run' from generate_series(1, 20000) as n returning id)
    insert into inventory (product_id, stock, initial_stock) select id, 1, 1 from made
  `;
  await database.client`analyze product, inventory`;
});
afterAll(async () => {
  await pool.end();
  await database.close();
  await home.drop();
});

const put = (name: string, stockModel: 'row' | 'units' | 'events' = 'row', runId: string | null = null) =>
  createProduct({ db: database.db, redis: null }, { name, price: '19.90', stock: 7, stockModel, runId });

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe('what is left of a product', () => {
  it('is one statement that looks up two primary keys and reads no other row', async () => {
    const { id } = await put('indexed');
    const explained = ((strings: TemplateStringsArray, ...values: number[]) =>
      database.client.unsafe(`explain (analyze, format json) ${strings.join('$1')}`, values)) as unknown as SqlTag;
    const [row] = (await selectStock(explained, id)) as unknown as { 'QUERY PLAN': { Plan: Plan }[] }[];
    const nodes = nodesOf(row?.['QUERY PLAN'][0]?.Plan as Plan);
    const scans = nodes.filter((node) => node['Node Type'].includes('Scan'));
    expect(scans.map((node) => node['Index Name']).sort()).toEqual(['inventory_pkey', 'product_pkey']);
    for (const scan of scans) {
      expect(scan['Node Type']).toMatch(/^Index/);
      expect(scan['Index Cond']).toContain('id = ');
      expect(scan['Actual Rows']).toBe(1);
    }
  });

  it('is read from every stock model, and null for an unknown product', async () => {
    for (const model of ['row', 'units', 'events'] as const) {
      const { id } = await put(model, model);
      expect(await readStock(pool, database, id)).toEqual({ productId: id, name: model, stock: 7, initialStock: 7 });
    }
    expect(await readStock(pool, database, 2_000_000_000)).toBeNull();
  });

  it('is read for all readers at once: the whole shop, and further products that they named', async () => {
    const own = await put('own');
    const elsewhere = await put('elsewhere', 'units');
    const flooded = await put('flooded', 'row', 'a-run');
    const all = await readStocks(database, true, [flooded.id, 2_000_000_000]);
    const named = all.filter(({ productId }) => [own.id, elsewhere.id, flooded.id].includes(productId));
    expect(named.map(({ name, stock, own: isOwn }) => ({ name, stock, isOwn }))).toEqual([
      { name: 'own', stock: 7, isOwn: true },
      { name: 'elsewhere', stock: 7, isOwn: true },
      { name: 'flooded', stock: 7, isOwn: false },
    ]);
    expect((await readStocks(database, false, [own.id])).map(({ productId }) => productId)).toEqual([own.id]);
    expect(await readStocks(database, false, [])).toEqual([]);
    const products = await readShopProducts(database);
    expect(products.map(({ name }) => name)).not.toContain('flooded');
    expect(products).toContainEqual({ id: own.id, name: 'own', price: '19.90', stock: 7, initialStock: 7 });
  });
});
