import type { StockModel } from '@/domain/stock-model';
import { refused, type BuyResult } from './buy';
import { findProduct, moveToModel } from '@/stock/products';
import type { StockStores } from '@/stock/stock';
import { ReadersWriterLock } from './readers-writer-lock';

/**
 * Moves the shop's own products to a strategy's stock model before it buys them: two strategies that count in different
 * places would each sell the same units. The sale of a flood is only for its own crowd, and never moved.
 */
export class ProductMover {
  /** One lock for each product: purchases are the readers, a move is the writer. */
  readonly #locks = new Map<number, ReadersWriterLock>();

  constructor(private readonly stores: StockStores) {}

  /** Buys once all of these products are in the strategy's stock model; a cart with a product of a flood is refused. */
  async buy(productIds: readonly number[], stockModel: StockModel, buy: () => Promise<BuyResult>): Promise<BuyResult> {
    // In ascending order for every cart, so that no two carts wait for each other.
    const [first, ...rest] = [...new Set(productIds)].sort((a, b) => a - b);
    if (first === undefined) return buy();
    const product = await findProduct(this.stores.db, first);
    if (product && product.runId !== null) {
      return refused('unknown-product', `Product ${first} is the sale of a flood, where only its own crowd buys. Nothing was bought.`);
    }
    if (!product || (stockModel === 'redis' && !this.stores.redis)) return this.buy(rest, stockModel, buy);
    return this.#lockOf(first).read({
      ready: async () => (await findProduct(this.stores.db, first))?.stockModel === stockModel,
      prepare: () => moveToModel(this.stores, first, stockModel),
      work: () => this.buy(rest, stockModel, buy),
    });
  }

  #lockOf(productId: number): ReadersWriterLock {
    const lock = this.#locks.get(productId) ?? new ReadersWriterLock();
    this.#locks.set(productId, lock);
    return lock;
  }
}
