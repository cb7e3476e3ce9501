'use client';

import { useMemo, useState } from 'react';
import { SiteHeader } from '@/web/parts/header/site-header';
import { price, times } from '@/web/parts/words/price';
import { BackIcon } from '@/web/parts/icons';
import { AttemptNotice } from './attempt-notice';
import { BuyButton } from './buy-button';
import { BuyerLine } from './buyer-line';
import { LineNote } from '@/web/parts/products/line-note';
import { MyPurchases } from './my-purchases';
import type { ShopProduct } from '@/web/parts/products/product';
import { ProductPicture } from './product-picture';
import { QuantityPicker } from './quantity-picker';
import { StockMeter } from './stock-meter';
import { STATE_WORDS, stockState } from '@/web/parts/products/stock-words';
import { useBuyer } from './use-buyer';
import { useBuying } from './use-buying';
import { useStockLevels } from '@/web/parts/products/use-stock-levels';

/** One product, large enough for the last row of a room. */
export function ProductPage({ product }: { product: ShopProduct }) {
  const { id, name, price: amount } = product;
  const [chosen, setChosen] = useState(1);
  const shown = useMemo(() => [product], [product]);
  const { levelOf, line, report } = useStockLevels(shown, `/api/stock/${id}/events`, noOtherProduct);
  const control = useBuyer();
  const buying = useBuying(control.buyer, report);
  const attempt = buying.attemptOf(id);
  const level = levelOf(product);
  const state = stockState(level.stock, level.initialStock);
  // Trying again asks for the same purchase, so it can be of no other quantity.
  const quantity = attempt.kind === 'open' ? attempt.quantity : chosen;
  const fixed = attempt.kind === 'open' || (level.stock <= 0 && attempt.kind !== 'buying');
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="shop" />
      <main id="top">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 pt-3 pb-4">
          <a href="/shop" className="flex items-center gap-2 font-medium text-dim no-underline hover:text-ink"><BackIcon />All products</a>
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 sm:gap-x-6">
            <LineNote line={line} />
            <BuyerLine control={control} />
          </div>
        </div>
        <div className="grid gap-4 sm:gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:gap-10">
          <div className="card relative aspect-[8/5] overflow-hidden max-sm:aspect-[3/1] lg:aspect-auto lg:min-h-[32rem]">
            <ProductPicture id={id} name={name} soldOut={state === 'sold-out'} />
            {state === 'plenty' ? null : <p aria-hidden className={`absolute top-4 left-4 rounded-xl px-5 py-2 text-[1.9rem] font-bold ${state === 'sold-out' ? 'border-3 border-ink bg-bg text-ink' : 'bg-ink text-bg'}`}>{STATE_WORDS[state]}</p>}
          </div>
          <div className="flex min-w-0 flex-col gap-4 sm:gap-6">
            <div className="flex items-baseline justify-between gap-x-4 sm:gap-x-6">
              <h1 className="min-w-0 text-[1.9rem] leading-[1.1] font-[750] tracking-[-0.025em] break-words sm:text-[2.15rem] lg:text-[2.9rem]">{name}</h1>
              <p className="shrink-0 text-[1.9rem] leading-none font-[750] tabular-nums sm:text-[2.15rem] lg:text-[2.9rem]">{price(amount)}</p>
            </div>
            <StockMeter {...level} large />
            <QuantityPicker quantity={quantity} fixed={fixed} onChoose={setChosen} />
            <div>
              <BuyButton product={product} stock={level.stock} quantity={quantity} attempt={attempt} buying={buying} ready={control.buyer !== null} large />
              <p className="pt-2 text-dim tabular-nums">{quantity === 1 ? 'One press, one unit.' : `${quantity} at ${price(amount)} are ${price(times(quantity, amount))}; all of them or none.`}</p>
            </div>
            <div className="min-h-34">
              <AttemptNotice attempt={attempt} onDismiss={() => buying.dismiss(id)} large className="card p-4" />
            </div>
          </div>
        </div>
        <MyPurchases buyer={control.buyer} open={buying.open} onStopAsking={buying.stopAsking} productId={id} />
      </main>
    </div>
  );
}

/** The stream of one product names no other. */
const noOtherProduct = (): void => undefined;
