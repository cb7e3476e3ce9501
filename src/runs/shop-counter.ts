import type { StockModel } from '@/domain/stock-model';
import { reply, type ShopReply } from '@/shop/shop-reply';
import { findProduct, moveToModel } from '@/stock/products';
import type { StockStores } from '@/stock/stock';
import { ShelfGate } from './shelf-gate';

/**
 * Where the web sells the shop's own products, through any strategy: brings each product to where the strategy counts before
 * it is bought. The sale of a flood is for its own crowd alone.
 */
export class ShopCounter {
  readonly #gate = new ShelfGate();

  constructor(private readonly stores: StockStores) {}

  /** Sells all of these at once; a cart that holds something of a flood is refused. */
  async sell(productIds: readonly number[], model: StockModel, buy: () => Promise<ShopReply>): Promise<ShopReply> {
    // In one order for everybody, so that no two carts wait for each other.
    const [first, ...rest] = [...new Set(productIds)].sort((a, b) => a - b);
    if (first === undefined) return buy();
    const product = await findProduct(this.stores.db, first);
    if (product && product.runId !== null) {
      return reply(404, 'unknown_product', `Product ${first} is the sale of a flood, where only its own crowd buys. Nothing was bought.`);
    }
    if (!product || (model === 'redis' && !this.stores.redis)) return this.sell(rest, model, buy);
    return this.#gate.buy(
      first,
      async () => (await findProduct(this.stores.db, first))?.stockModel === model,
      () => moveToModel(this.stores, first, model),
      () => this.sell(rest, model, buy),
    );
  }
}
