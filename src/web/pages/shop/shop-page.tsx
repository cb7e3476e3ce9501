'use client';

import { SiteHeader } from '@/web/parts/header/site-header';
import { BuyerLine } from './buyer-line';
import { JoinByPhone } from './join-by-phone';
import { LineNote } from '@/web/parts/products/line-note';
import { MyPurchases } from './my-purchases';
import type { ShopProduct } from '@/web/parts/products/product';
import { ProductCard } from './product-card';
import { useBuyer } from './use-buyer';
import { useBuying } from './use-buying';
import { useProducts } from '@/web/parts/products/use-products';
import { useStockLevels } from '@/web/parts/products/use-stock-levels';

/** The storefront. Rendered by the server with the stock at that moment, and live from then on. */
export function ShopPage({ products: first, networkUrls }: { products: ShopProduct[]; networkUrls: readonly string[] }) {
  const { products, look } = useProducts(first);
  const { levelOf, line, report } = useStockLevels(products, '/api/products/events', look);
  const control = useBuyer();
  const buying = useBuying(control.buyer, report);
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="shop" />
      <main id="top">
        <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3 pt-3 pb-5 lg:pt-5">
          <div className="min-w-0">
            <h1 className="text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] lg:text-[2.15rem]">The shop</h1>
            <p className="pt-1 text-dim">The stock is live: every open browser sees a sale or a refill without a reload.</p>
          </div>
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 sm:gap-x-6">
            <LineNote line={line} />
            <BuyerLine control={control} />
            <JoinByPhone networkUrls={networkUrls} />
          </div>
        </div>
        {products.length === 0 ? (
          <p className="card p-8 text-center text-dim">Nothing is for sale. Add a product with <code className="font-mono text-ink">POST /api/inventory</code>; it shows here after a reload.</p>
        ) : (
          <ul aria-label="Products" className={`grid gap-4 ${GRIDS[products.length] ?? MANY}`}>
            {products.map((product) => (
              <ProductCard key={product.id} product={product} level={levelOf(product)} buying={buying} ready={control.buyer !== null} />
            ))}
          </ul>
        )}
        <MyPurchases buyer={control.buyer} open={buying.open} onStopAsking={buying.stopAsking} />
      </main>
    </div>
  );
}

/** A single product fills the page like a poster; and the last of five does not get a row of its own. */
const GRIDS: Readonly<Record<number, string>> = {
  1: 'mx-auto max-w-[40rem]',
  2: 'mx-auto max-w-[64rem] sm:grid-cols-2',
  3: 'sm:grid-cols-2 lg:grid-cols-3',
  5: 'sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5',
};
const MANY = 'sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4';
