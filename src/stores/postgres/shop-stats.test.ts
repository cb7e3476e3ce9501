import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openDatabase, type OpenDatabase } from './database';
import { explainStats, readStats } from './shop-stats';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(clear);

async function clear(): Promise<void> {
  await database.client`truncate product, inventory, orders restart identity`;
}

interface Sale {
  product: number;
  quantity: number;
  /** Days and milliseconds, in UTC. */
  day: number;
  ms: number;
}

const DAY_MS = 86_400_000;
const dayOf = (day: number): string => new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
/** Whole cents as a decimal: the test never computes with a float either. */
const decimal = (cents: bigint): string => `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;

const shop = fc.record({
  prices: fc.array(fc.bigInt({ min: 0n, max: 999_999_999n }), { minLength: 1, maxLength: 12 }),
  sales: fc.array(fc.record({ product: fc.nat(11), quantity: fc.integer({ min: 1, max: 100 }), day: fc.nat(120), ms: fc.nat(DAY_MS - 1) }), { maxLength: 60 }),
  foreign: fc.array(fc.record({ product: fc.nat(1), quantity: fc.integer({ min: 1, max: 100 }), day: fc.nat(5), ms: fc.nat(1_000) }), { maxLength: 5 }),
});

async function store(prices: readonly bigint[], sales: readonly Sale[], runId: string | null): Promise<{ productId: number; cents: bigint; quantity: number; day: string }[]> {
  const rows = await database.client<{ id: number }[]>`
    insert into product (name, price, run_id)
    select 'P' || n, price::numeric, ${runId}::text from unnest(${`{${prices.map(decimal).join(',')}}`}::text[]) with ordinality as given (price, n)
    order by n
    returning id
  `;
  const kept = sales.map(({ product, quantity, day, ms }) => {
    const index = product % prices.length;
    return { productId: rows[index]?.id ?? 0, cents: (prices[index] ?? 0n) * BigInt(quantity), quantity, day: dayOf(day), at: new Date(Date.UTC(2026, 0, 1) + day * DAY_MS + ms).toISOString() };
  });
  for (const { productId, quantity, at } of kept) {
    await database.client`insert into orders (product_id, buyer_id, quantity, remaining, created_at) values (${productId}, 'ann', ${quantity}, 0, ${at})`;
  }
  return kept;
}

/** Adds up by a key, most units first where it is asked for. */
function addUp<T>(sales: readonly { cents: bigint; quantity: number }[], keyOf: (index: number) => T): Map<T, { cents: bigint; units: number }> {
  const sums = new Map<T, { cents: bigint; units: number }>();
  sales.forEach(({ cents, quantity }, index) => {
    const sum = sums.get(keyOf(index)) ?? { cents: 0n, units: 0 };
    sums.set(keyOf(index), { cents: sum.cents + cents, units: sum.units + quantity });
  });
  return sums;
}

it('adds up what the shop has sold, to the cent, like a count in whole cents, and nothing of a flood', async () => {
  await fc.assert(
    fc.asyncProperty(shop, async ({ prices, sales, foreign }) => {
      await clear();
      const sold = await store(prices, sales, null);
      await store([12_345n, 1n], foreign, 'a-run');
      const { stats } = await readStats(database);

      const cents = sold.reduce((sum, sale) => sum + sale.cents, 0n);
      expect(stats.totalRevenue).toBe(decimal(cents));
      expect(stats.unitsSold).toBe(sold.reduce((sum, { quantity }) => sum + quantity, 0));
      expect(stats.orders).toBe(sold.length);

      const byProduct = [...addUp(sold, (index) => sold[index]?.productId ?? 0)].sort(([a, one], [b, other]) => other.units - one.units || a - b);
      expect(stats.topProducts.map(({ productId, unitsSold, revenue }) => ({ productId, unitsSold, revenue }))).toEqual(
        byProduct.slice(0, 10).map(([productId, sum]) => ({ productId, unitsSold: sum.units, revenue: decimal(sum.cents) })),
      );
      const byDay = [...addUp(sold, (index) => sold[index]?.day ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(stats.revenueByDay).toEqual(byDay.slice(-90).map(([day, sum]) => ({ day, revenue: decimal(sum.cents), unitsSold: sum.units })));
    }),
    { numRuns: 60 },
  );
});

it('of an empty shop are zeros, with two places', async () => {
  expect((await readStats(database)).stats).toEqual({ totalRevenue: '0.00', unitsSold: 0, orders: 0, topProducts: [], revenueByDay: [] });
});

it('are exact where a float would not be', async () => {
  await store([99_999_999_99n, 1n, 10n], Array.from({ length: 90 }, (_, index) => ({ product: index % 3, quantity: 100, day: 0, ms: 0 })), null);
  // 30 x 100 x 99,999,999.99 + 30 x 100 x 0.01 + 30 x 100 x 0.10
  expect((await readStats(database)).stats.totalRevenue).toBe('300000000300.00');
});

it('say by how much a product was oversold', async () => {
  await clear();
  const [sold] = await store([100n], [{ product: 0, quantity: 7, day: 0, ms: 0 }], null);
  const productId = sold?.productId ?? 0;
  await database.client`insert into inventory (product_id, stock, initial_stock) values (${productId}, 3, 5)`;
  expect((await readStats(database)).stats.topProducts).toMatchObject([{ productId, unitsSold: 7, oversold: 2 }]);
});

it('come with the plan of an execution', async () => {
  const plan = (await explainStats(database)).join('\n');
  expect(plan).toMatch(/actual time=/);
  expect(plan).toMatch(/Execution Time/);
});
