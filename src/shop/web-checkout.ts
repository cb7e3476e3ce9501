import { missingStore, openBuy, type Buy, type ShopRuntime } from './buy';
import type { StockStores } from '@/stock/stock';
import { stockModelOf } from '@/strategies/registry';
import { ProductMover } from './product-mover';

export interface WebCheckoutOptions {
  shop: ShopRuntime;
  stores: StockStores;
  onBug: (error: unknown) => void;
  /** Something was sold just now. */
  onSold: () => void;
}

/** Buys the shop's own products in the web's process, as the shops do, through any strategy: products are moved for it. */
export function openWebCheckout({ shop, stores: stores, onBug, onSold }: WebCheckoutOptions): Buy {
  const buy = openBuy(shop, onBug);
  const mover = new ProductMover(stores);
  return async (request) => {
    const { strategy, productId, cart = [] } = request;
    // What cannot be bought moves nothing.
    if (missingStore(strategy, shop)) return buy(request);
    const result = await mover.buy([productId, ...cart], stockModelOf(strategy), () => buy(request));
    if (result.kind === 'ended' && result.outcome.kind === 'confirmed' && !result.replayed) onSold();
    return result;
  };
}
