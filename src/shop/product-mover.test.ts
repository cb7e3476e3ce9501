import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '@/domain/purchase';
import type { BuyResult, Ended } from './buy';
import { createProduct } from '@/stock/products';
import { findStrategy, stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { gateBefore } from '@/testing/gate';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { ProductMover } from './product-mover';

let shop: TestShop;
let mover: ProductMover;
beforeAll(async () => {
  shop = await openTestShop();
  mover = new ProductMover({ db: shop.database.db, redis: shop.counter });
});
afterAll(() => shop.close());

const strategyOf = (id: string): Strategy => findStrategy(id) as Strategy;
const ended = (outcome: Outcome): Ended => ({ kind: 'ended', outcome, tally: { attempts: 1, lockWaits: 0 }, steps: undefined, replayed: false, lost: false });

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
    const a = mover.buy([productId], stockModelOf(one), async () => ended(await shop.buy(one, productId, { seam: gate.seam }).outcome));
    await gate.reached;
    const b = mover.buy([productId], stockModelOf(two), async () => ended(await shop.buy(two, productId).outcome));
    gate.open();
    expect([await a, await b]).toMatchObject([{ outcome: { kind: 'confirmed' } }, { outcome: { kind: 'sold-out' } }]);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('leave nothing to sell where a product was moved away from', async () => {
    const [units, row] = [strategyOf('skip-locked'), strategyOf('for-update')];
    const productId = await shop.putOnSale(3, units);
    await mover.buy([productId], stockModelOf(row), async () => ended(await shop.buy(row, productId).outcome));
    // Past the web, as by a call to a shop.
    expect(await shop.buy(units, productId).outcome).toEqual({ kind: 'sold-out' });
    expect(await shop.stockOf(productId)).toBe(2);
  });
});

it('sells nothing of a flood, in a cart as little as alone', async () => {
  const sale = (await createProduct({ db: shop.database.db, redis: shop.counter }, { name: 'x', price: '1.00', stock: 5, runId: 'a-run' })).id;
  const own = await shop.putOnSale(5);
  const never = (): Promise<BuyResult> => Promise.reject(new Error('It was bought.'));
  for (const cart of [[sale], [own, sale], [sale, own]]) expect(await mover.buy(cart, 'row', never)).toMatchObject({ kind: 'refused', reason: 'unknown-product' });
});
