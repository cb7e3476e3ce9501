import type { OpenDatabase } from './database';

/** What the shop has sold so far; amounts are decimal strings with two places, summed by the database. */
export interface ShopStats {
  totalRevenue: string;
  unitsSold: number;
  orders: number;
  /** The ten products with the most units sold, most first; `oversold`: units sold beyond those that were ever put on sale. */
  topProducts: { productId: number; name: string; unitsSold: number; oversold: number; revenue: string }[];
  /** The last ninety days with sales, oldest first; days are in UTC. */
  revenueByDay: { day: string; revenue: string; unitsSold: number }[];
}

/** One statement, so that all figures are of the same moment. */
export const STATS_SQL = `
with sales as (
  select
    orders.product_id,
    product.name,
    orders.quantity,
    orders.quantity * product.price as revenue,
    to_char(orders.created_at at time zone 'utc', 'YYYY-MM-DD') as day
  from orders
  join product on product.id = orders.product_id
  where product.run_id is null -- floods sell products of their own
),
totals as (
  select
    coalesce(sum(revenue), 0.00)::text as revenue,
    coalesce(sum(quantity), 0) as units,
    count(*) as orders
  from sales
),
top_products as (
  select product_id, name, sum(quantity) as units, sum(revenue)::text as revenue, greatest(sum(quantity) - initial_stock, 0) as oversold
  from sales
  left join inventory using (product_id)
  group by product_id, name, initial_stock
  order by sum(quantity) desc, product_id
  limit 10
),
days as (
  select day, sum(revenue)::text as revenue, sum(quantity) as units
  from sales
  group by day
  order by day desc
  limit 90
)
select json_build_object(
  'totalRevenue', totals.revenue,
  'unitsSold', totals.units,
  'orders', totals.orders,
  'topProducts', (
    select coalesce(json_agg(json_build_object('productId', product_id, 'name', name, 'unitsSold', units, 'oversold', oversold, 'revenue', revenue) order by units desc, product_id), '[]')
    from top_products
  ),
  'revenueByDay', (
    select coalesce(json_agg(json_build_object('day', day, 'revenue', revenue, 'unitsSold', units) order by day), '[]')
    from days
  )
) as stats
from totals
`.trim();

/** Adds up what the shop's own products have sold, and measures the statement: the round trip in milliseconds. */
export async function readStats({ client }: OpenDatabase): Promise<{ stats: ShopStats; durationMs: number }> {
  const startMs = performance.now();
  const [row] = await client.unsafe<{ stats: ShopStats }[]>(STATS_SQL);
  if (!row) throw new Error('The statement of the statistics returned no row.');
  return { stats: row.stats, durationMs: Math.round((performance.now() - startMs) * 10) / 10 };
}

/** Postgres's execution plan, line by line; this executes the statement once more. */
export async function explainStats({ client }: OpenDatabase): Promise<string[]> {
  const rows = await client.unsafe<{ 'QUERY PLAN': string }[]>(`explain (analyze, buffers) ${STATS_SQL}`);
  return rows.map((row) => row['QUERY PLAN']);
}
