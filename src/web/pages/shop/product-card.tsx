'use client';

import { price } from '@/web/parts/words/price';
import { AttemptNotice } from './attempt-notice';
import { BuyButton } from './buy-button';
import type { ShopProduct } from '@/web/parts/products/product';
import { ProductPicture } from './product-picture';
import { StockMeter } from './stock-meter';
import { STATE_WORDS, stockState } from '@/web/parts/products/stock-words';
import type { Buying } from './use-buying';

interface ProductCardProps {
  product: ShopProduct;
  level: { stock: number; initialStock: number };
  buying: Buying;
  ready: boolean;
}

/** A product in the shop. The result of a press is shown over the picture, so that nothing moves. */
export function ProductCard({ product, level, buying, ready }: ProductCardProps) {
  const { id, name, price: amount } = product;
  const attempt = buying.attemptOf(id);
  const state = stockState(level.stock, level.initialStock);
  return (
    <li data-product={id} className="card flex flex-col overflow-hidden">
      <div className="relative aspect-[8/5] bg-panel-2">
        <a href={`/shop/${id}`} tabIndex={-1} aria-hidden className="block size-full"><ProductPicture id={id} name={name} soldOut={state === 'sold-out'} /></a>
        {state === 'plenty' ? null : (
          <p aria-hidden className={`absolute top-3 left-3 rounded-lg px-3 py-1 text-[1.1rem] font-bold ${state === 'sold-out' ? 'border-2 border-ink bg-bg text-ink' : 'bg-ink text-bg'}`}>{STATE_WORDS[state]}</p>
        )}
        <div className="absolute inset-x-2 bottom-2">
          <AttemptNotice attempt={attempt} onDismiss={() => buying.dismiss(id)} className="rounded-lg border border-line bg-panel p-3" />
        </div>
      </div>
      <div className="flex grow flex-col gap-3 p-4">
        <div className="flex items-baseline justify-between gap-3">
          <h2 className="min-w-0 text-[1.2rem] leading-tight font-bold tracking-tight break-words"><a href={`/shop/${id}`} className="text-ink no-underline hover:underline">{name}</a></h2>
          <p className="shrink-0 text-[1.35rem] font-[750] tabular-nums">{price(amount)}</p>
        </div>
        <div className="grow" />
        <StockMeter {...level} />
        <BuyButton product={product} stock={level.stock} quantity={1} attempt={attempt} buying={buying} ready={ready} />
      </div>
    </li>
  );
}
