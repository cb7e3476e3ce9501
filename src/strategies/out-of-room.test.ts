import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { findStrategy } from './registry';
import type { Strategy } from '@/kit/strategy';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(1);
});
afterAll(() => shop.close());

const conditional = findStrategy('conditional-update') as Strategy;

/** What the server says when its disk is full, in the middle of a transaction or of a statement by itself. */
const refused = (inTransaction: boolean): Strategy => ({
  ...conditional,
  purchase: (buying) =>
    buying.connection(async (connection) => {
      if (inTransaction) await connection.begin()`begin`;
      await connection.write('write')`do $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`;
      throw new Error('never reached');
    }),
});

it('a purchase that Postgres has no room for gives up, and its connection can still be used', async () => {
  const productId = await shop.putOnSale(1);
  expect(await shop.buy(refused(true), productId).outcome).toMatchObject({ kind: 'gave-up', reason: expect.stringContaining('no room') as string });
  expect(await shop.buy(conditional, productId).outcome).toMatchObject({ kind: 'confirmed' });
});

it('a statement outside a transaction may have been the whole purchase, so its failure is reported as unknown', async () => {
  const productId = await shop.putOnSale(1);
  expect((await shop.buy(refused(false), productId).outcome).kind).toBe('unknown');
});
