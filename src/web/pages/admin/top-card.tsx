import { count } from '@/web/parts/words/format';
import { price } from '@/web/parts/words/price';
import type { ShopStats } from './admin-wire';
import { Nothing, Panel } from './panel';

const SHOWN = 6;

/** What sells best: a bar for the units, the revenue beside it. */
export function TopCard({ stats }: { stats: ShopStats | null }) {
  const top = stats?.topProducts.slice(0, SHOWN) ?? [];
  const most = Math.max(1, ...top.map(({ unitsSold }) => unitsSold));
  return (
    <Panel title="Top products" see="By units sold." className="min-h-72">
      {top.length === 0 ? (
        <Nothing>{stats ? 'Nothing was sold yet.' : 'Looking…'}</Nothing>
      ) : (
        <ol className="grid gap-2.5 pt-3">
          {top.map(({ productId, name, unitsSold, oversold, revenue }) => (
            <li key={productId}>
              <p className="flex items-baseline justify-between gap-3 tabular-nums">
                <span className="min-w-0 truncate font-semibold">{name}</span>
                <span className="shrink-0">{oversold > 0 && <b className="mr-2 text-bad">{count(oversold)} more than there were</b>}<b>{count(unitsSold)}</b> <span className="text-dim">for {price(revenue)}</span></span>
              </p>
              <div aria-hidden className={`mt-1 h-2 rounded-full ${oversold > 0 ? 'hatch-bad' : 'bg-safe'}`} style={{ width: `${(unitsSold / most) * 100}%` }} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
