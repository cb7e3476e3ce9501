import { afterAll, beforeAll, expect, it } from 'vitest';
import { gateBefore } from '@/testing/gate';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { findStrategy } from './registry';
import type { Strategy } from '@/kit/strategy';

let shop: TestShop;
let strategy: Strategy;
beforeAll(async () => {
  shop = await openTestShop();
  const found = findStrategy('decr-then-check');
  if (!found) throw new Error('There is no decr-then-check.');
  strategy = found;
});
afterAll(() => shop.close());

it('turns every buyer away while the last unit is in doubt, and in the end it is unsold', async () => {
  const productId = await shop.putOnSale(1, strategy);
  const gate = gateBefore(({ name }) => name === 'write unless the row is locked');
  const a = shop.buy(strategy, productId, { seam: gate.seam });
  await gate.reached;
  const b = await shop.buy(strategy, productId).outcome;
  // Anything may hold the row: another purchase, a report, a backup.
  await shop.database.client.begin(async (sql) => {
    await sql`select 1 from inventory where product_id = ${productId} for update`;
    gate.open();
    expect((await a.outcome).kind).toBe('gave-up');
  });
  expect(b).toEqual({ kind: 'sold-out' });
  expect(await shop.ordersOf(productId)).toEqual([]);
  expect(await shop.stockOf(productId)).toBe(1);
  expect(await shop.counter.read(productId)).toBe(1);
});

it('turns away a buyer of one unit while another asks for more than there is', async () => {
  const productId = await shop.putOnSale(2, strategy);
  const gate = gateBefore(({ name }) => name === 'give back with INCRBY');
  const a = shop.buy(strategy, productId, { quantity: 3, seam: gate.seam });
  await gate.reached;
  const b = await shop.buy(strategy, productId).outcome;
  gate.open();
  expect([(await a.outcome).kind, b.kind]).toEqual(['sold-out', 'sold-out']);
  expect(await shop.stockOf(productId)).toBe(2);
  expect(await shop.counter.read(productId)).toBe(2);
});

it('leaves ghost stock when it dies between taking and writing', async () => {
  const productId = await shop.putOnSale(1, strategy);
  // As far as it gets before it is killed.
  await shop.redis.decrby(shop.counter.stockKey(productId), 1);
  expect(await shop.buy(strategy, productId).outcome).toEqual({ kind: 'sold-out' });
  expect(await shop.stockOf(productId)).toBe(1);
});

it('never oversells, even when Redis counts more than there is', async () => {
  const productId = await shop.putOnSale(3, strategy);
  await shop.counter.set(productId, 50);
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => shop.buy(strategy, productId).outcome));
  const sold = outcomes.filter(({ kind }) => kind === 'confirmed').length;
  expect(sold).toBeLessThanOrEqual(3);
  expect(await shop.ordersOf(productId)).toHaveLength(sold);
  expect(await shop.stockOf(productId)).toBe(3 - sold);
});

it('counts nothing for an unknown product', async () => {
  await expect(shop.buy(strategy, 1_999_999_999).outcome).rejects.toThrow('1999999999');
  expect(await shop.counter.read(1_999_999_999)).toBeNull();
});
