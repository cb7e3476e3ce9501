import { count } from '@/web/parts/words/format';
import { price } from '@/web/parts/words/price';
import type { ShopStats } from './admin-wire';

/** What the shop has sold, in three numbers. */
export function BigNumbers({ stats }: { stats: ShopStats | null }) {
  const numbers = [
    { title: 'Revenue', value: stats && price(stats.totalRevenue) },
    { title: 'Units sold', value: stats && count(stats.unitsSold) },
    { title: 'Orders', value: stats && count(stats.orders) },
  ];
  return (
    <dl className="grid gap-4 sm:grid-cols-[2fr_1fr_1fr]">
      {numbers.map(({ title, value }) => (
        <div key={title} className="card px-4 py-3 lg:px-5">
          <dt className="text-dim">{title}</dt>
          <dd className="text-[2.4rem] leading-tight font-[750] tracking-[-0.025em] break-all tabular-nums lg:text-[3rem]">{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
