'use client';

import { LineNote } from '@/web/parts/products/line-note';
import type { ShopProduct } from '@/web/parts/products/product';
import { useProducts } from '@/web/parts/products/use-products';
import { useStockLevels } from '@/web/parts/products/use-stock-levels';
import { Nothing, Panel } from './panel';
import { StockRow } from './stock-row';

const NONE: readonly ShopProduct[] = [];

/** The stock of the products, live, and the buttons that change it. */
export function ProductsCard({ onChanged }: { onChanged: () => void }) {
  const { products, look } = useProducts(NONE);
  const { levelOf, line } = useStockLevels(products, '/api/products/events', look);
  return (
    <Panel title="Products" see="A change is seen in every open shop at once." aside={<LineNote line={line} />}>
      {products.length === 0 ? (
        <div className="flex min-h-24 flex-col"><Nothing>{line === 'live' ? 'The shop has no product.' : 'Looking…'}</Nothing></div>
      ) : (
        <ul className="divide-y divide-line pt-1">
          {products.map((product) => <StockRow key={product.id} product={product} level={levelOf(product)} onChanged={onChanged} />)}
        </ul>
      )}
    </Panel>
  );
}
