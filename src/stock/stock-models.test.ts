import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StockModel } from '@/domain/stock-model';
import { createScratchSchema } from '@/stores/postgres/scratch-schema';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { readFinalState } from './final-state';
import { createProduct, findProduct, moveToModel, resetProduct } from './products';
import type { StockStores } from './stock';
import { STOCK, unitsLeft } from './stock-models';

let shop: TestShop;
let stores: StockStores;
beforeAll(async () => {
  shop = await openTestShop();
  stores = { db: shop.database.db, redis: shop.counter };
});
afterAll(() => shop.close());

const MODELS = Object.keys(STOCK) as StockModel[];
const put = async (stockModel: StockModel, stock: number): Promise<number> => (await createProduct(stores, { name: 'x', price: '1.00', stock, stockModel, runId: null })).id;

describe.each(MODELS)('the stock model %s', (model) => {
  it('holds exactly what it was filled with, again and again', async () => {
    const id = await put(model, 5);
    expect(await unitsLeft(stores.db, model, id)).toBe(5);
    await STOCK[model].fill(stores, id, 3);
    expect(await unitsLeft(stores.db, model, id)).toBe(3);
    expect(await STOCK[model].leftInRedis(shop.counter, id)).toBe(model === 'redis' ? 3 : null);
    expect(await findProduct(stores.db, id)).toMatchObject({ stock: 3, stockModel: model });
  });

  it('can also be filled in empty tables with its statements', async () => {
    const scratch = await createScratchSchema(shop.databaseUrl);
    try {
      const { clearAll, firstFill, left } = STOCK[model];
      for (const units of [4, 2]) {
        await scratch.client.unsafe(['delete from inventory', ...clearAll, ...firstFill([1, 2], units)].join(';\n'));
        const [row] = await scratch.client.unsafe<{ units: number }[]>(`select ${left(1)} as units`);
        expect(row?.units).toBe(units);
      }
    } finally {
      await scratch.drop();
    }
  });

  it('has all units again after a reset, and no orders', async () => {
    const id = await put(model, 4);
    await shop.database.client`insert into orders (product_id, buyer_id, quantity, remaining) values (${id}, 'ann', 1, 3)`;
    await STOCK[model].fill(stores, id, 1);
    await shop.database.client`update inventory set initial_stock = 4 where product_id = ${id}`;
    expect(await resetProduct(stores, id)).toMatchObject({ stock: 4, initialStock: 4 });
    expect(await readFinalState(stores, id, model)).toEqual({ orders: [], finalStock: 4, counterStock: model === 'redis' ? 4 : null });
  });

  it.each(MODELS)('moves its units to %s, and keeps none of them', async (other) => {
    const id = await put(model, 6);
    await STOCK[model].fill(stores, id, 2);
    await shop.database.client`update inventory set initial_stock = 6 where product_id = ${id}`;
    await moveToModel(stores, id, other);
    expect(await findProduct(stores.db, id)).toMatchObject({ stock: 2, initialStock: 6, stockModel: other });
    if (model === other) return;
    // Three models use the row: between them it is the same number.
    if (STOCK[model].inventoryRow === 'unused' || STOCK[other].inventoryRow === 'unused') expect(await unitsLeft(stores.db, model, id)).toBe(0);
    if (model === 'redis') expect(await shop.counter.read(id)).toBe(0);
  });

  it('has no units of a product that was never on sale', async () => {
    expect(await unitsLeft(stores.db, model, 2_000_000_000)).toBe(0);
  });
});
