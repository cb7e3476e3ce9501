import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStrategy } from '@/strategies/registry';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { adjustStock } from './adjust-stock';
import { createProduct, findProduct } from './products';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

const put = async (stock: number, stockModel: 'row' | 'units' = 'row', runId: string | null = null): Promise<number> =>
  (await createProduct({ db: shop.database.db, redis: null }, { name: 'adjusted', price: '1.00', stock, stockModel, runId })).id;
const found = async (id: number) => {
  const product = await findProduct(shop.database.db, id);
  return product && { stock: product.stock, initialStock: product.initialStock };
};

describe('an adjustment of stock', () => {
  it('by a number or to a number changes the initial stock as well, so that the number of sold units stays the same', async () => {
    const id = await put(10);
    await shop.database.client`update inventory set stock = 6 where product_id = ${id}`;
    expect(await adjustStock(shop.database, id, { delta: 5 })).toMatchObject({ kind: 'adjusted', product: { stock: 11, initialStock: 15 } });
    expect(await adjustStock(shop.database, id, { stock: 2 })).toMatchObject({ kind: 'adjusted', product: { stock: 2, initialStock: 6 } });
    expect(await adjustStock(shop.database, id, { delta: -2 })).toMatchObject({ kind: 'adjusted', product: { stock: 0, initialStock: 4 } });
  });

  it('never goes below zero or above the largest allowed stock, and then changes nothing', async () => {
    const id = await put(3);
    expect(await adjustStock(shop.database, id, { delta: -4 })).toEqual({ kind: 'would-be-negative' });
    expect(await adjustStock(shop.database, id, { delta: 1_000_000 })).toEqual({ kind: 'would-be-too-many' });
    expect(await found(id)).toEqual({ stock: 3, initialStock: 3 });
  });

  it('is refused for the sale of a flood, an unknown product, and a product that is counted elsewhere', async () => {
    expect(await adjustStock(shop.database, await put(3, 'row', 'a-run'), { delta: 1 })).toEqual({ kind: 'unknown' });
    expect(await adjustStock(shop.database, 2_000_000_000, { delta: 1 })).toEqual({ kind: 'unknown' });
    const elsewhere = await put(3, 'units');
    expect(await adjustStock(shop.database, elsewhere, { delta: 1 })).toEqual({ kind: 'counted-elsewhere', stockModel: 'units' });
    expect(await found(elsewhere)).toEqual({ stock: 3, initialStock: 3 });
  });

  it.each(['conditional-update', 'optimistic-version', 'for-update', 'coalesced'])('in the middle of a crowd that buys through %s neither loses nor adds a unit', async (strategyId) => {
    const strategy = findStrategy(strategyId);
    if (!strategy) throw new Error(strategyId);
    const id = await put(40);
    const buying = Array.from({ length: 60 }, (_, index) => shop.buy(strategy, id, { buyerId: `b${index}`, thinkMs: 2 }).outcome);
    const adjusting = Array.from({ length: 20 }, (_, index) => adjustStock(shop.database, id, { delta: index % 2 === 0 ? 3 : -1 }));
    const outcomes = await Promise.all(buying);
    const added = (await Promise.all(adjusting)).reduce((sum, { kind }, index) => sum + (kind === 'adjusted' ? (index % 2 === 0 ? 3 : -1) : 0), 0);
    const sold = outcomes.filter(({ kind }) => kind === 'confirmed').length;
    expect(await found(id)).toEqual({ stock: 40 + added - sold, initialStock: 40 + added });
    expect(added).toBeGreaterThan(0);
    expect(sold).toBeGreaterThan(0);
  });
});
