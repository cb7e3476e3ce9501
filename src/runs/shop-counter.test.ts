import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '@/domain/purchase';
import type { ShopReply } from '@/shop/shop-reply';
import { createProduct } from '@/stores/postgres/products';
import { findStrategy, shelfOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { gateBefore } from '@/testing/gate';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { ShopCounter } from './shop-counter';

let shop: TestShop;
let counter: ShopCounter;
beforeAll(async () => {
  shop = await openTestShop();
  counter = new ShopCounter({ db: shop.database.db, redis: shop.counter });
});
afterAll(() => shop.close());

const strategyOf = (id: string): Strategy => findStrategy(id) as Strategy;
const asReply = ({ kind }: Outcome): ShopReply => ({ status: 200, headers: {}, body: kind });

describe('two strategies that count in different places', () => {
  it.each([
    ['for-update', 'skip-locked'],
    ['skip-locked', 'conditional-update'],
    ['for-update', 'redis-lua'],
    ['for-update', 'event-sourced'],
    ['event-sourced', 'for-update'],
    ['redis-lua', 'conditional-update'],
  ])('sell the last unit once, when %s is still thinking and %s comes', async (first, second) => {
    const [one, two] = [strategyOf(first), strategyOf(second)];
    const productId = await shop.putOnSale(1, one);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const a = counter.sell([productId], shelfOf(one), async () => asReply(await shop.buy(one, productId, { seam: gate.seam }).outcome));
    await gate.reached;
    const b = counter.sell([productId], shelfOf(two), async () => asReply(await shop.buy(two, productId).outcome));
    gate.open();
    expect([(await a).body, (await b).body]).toEqual(['confirmed', 'sold-out']);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('leave nothing behind on the shelf that a product was moved away from', async () => {
    const [units, row] = [strategyOf('skip-locked'), strategyOf('for-update')];
    const productId = await shop.putOnSale(3, units);
    await counter.sell([productId], shelfOf(row), async () => asReply(await shop.buy(row, productId).outcome));
    // Past the counter, as by a call to a shop.
    expect(await shop.buy(units, productId).outcome).toEqual({ kind: 'sold-out' });
    expect(await shop.stockOf(productId)).toBe(2);
  });
});

it('sells nothing of a flood, in a cart as little as alone', async () => {
  const sale = (await createProduct({ db: shop.database.db, redis: shop.counter }, { name: 'x', price: '1.00', stock: 5, runId: 'somebody' })).id;
  const own = await shop.putOnSale(5);
  const never = (): Promise<ShopReply> => Promise.reject(new Error('It was bought.'));
  for (const cart of [[sale], [own, sale], [sale, own]]) expect(await counter.sell(cart, 'row', never)).toMatchObject({ status: 404 });
});
