import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { isLockNotAvailable } from '@/stores/postgres/errors';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { gateBefore, type Gate } from '@/testing/gate';
import { openTestShop, type TestPurchase, type TestShop } from '@/testing/test-shop';
import { KeyReused } from '@/kit/key-reused';
import { findStrategy } from '../registry';
import type { Strategy } from '@/kit/strategy';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

function strategyOf(id: string): Strategy {
  const found = findStrategy(id);
  if (!found) throw new Error(`There is no strategy ${id}.`);
  return found;
}

/** A buyer that has locked the row and thinks. */
async function holder(strategy: Strategy, productId: number): Promise<{ purchase: TestPurchase; gate: Gate }> {
  const gate = gateBefore(({ kind }) => kind === 'think');
  const purchase = shop.buy(strategy, productId, { seam: gate.seam });
  await gate.reached;
  return { purchase, gate };
}

const sqlStatesOf = (purchase: TestPurchase): unknown[] => purchase.steps.flatMap(({ observed }) => observed?.sqlstate ?? []);

describe('a buyer who finds the row locked', () => {
  it('gives up at once with for-update:nowait, and a unit stays unsold', async () => {
    const nowait = strategyOf('for-update:nowait');
    const productId = await shop.putOnSale(2, nowait);
    const a = await holder(nowait, productId);
    const b = shop.buy(nowait, productId);
    expect((await b.outcome).kind).toBe('gave-up');
    expect(sqlStatesOf(b)).toEqual(['55P03']);
    a.gate.open();
    expect((await a.purchase.outcome).kind).toBe('confirmed');
    expect(await shop.stockOf(productId)).toBe(1);
  });

  it('gives up after a while with for-update:lock-timeout, and the next purchase on its connection has no limit', async () => {
    const patient = await openTestShop(2, shop.databaseUrl);
    const timeout = strategyOf('for-update:lock-timeout');
    const productId = await shop.putOnSale(3, timeout);
    const a = await holder(timeout, productId);
    const b = patient.buy(timeout, productId);
    expect((await b.outcome).kind).toBe('gave-up');
    expect(sqlStatesOf(b)).toEqual(['55P03']);
    // The same two connections, with the plain strategy: the limit is gone from them.
    const [settings] = await patient.pool.use((session) => session.sql<{ lock_timeout: string }>`show lock_timeout`);
    expect(settings?.lock_timeout).toBe('0');
    a.gate.open();
    await a.purchase.outcome;
    await patient.close();
  });

  it('lets others refer to the row with for-update:no-key, and not with for-update', async () => {
    await shop.database.client`create table note (product_id int references inventory (product_id))`;
    for (const [id, allowed] of [['for-update:no-key', true], ['for-update', false]] as const) {
      const productId = await shop.putOnSale(1, strategyOf(id));
      const a = await holder(strategyOf(id), productId);
      const referring = shop.database.client.begin(async (sql) => {
        await sql`set local lock_timeout = '200ms'`;
        await sql`insert into note values (${productId})`;
      });
      if (allowed) await referring;
      else await expect(referring).rejects.toSatisfy(isLockNotAvailable);
      a.gate.open();
      await a.purchase.outcome;
    }
  });
});

/** Two carts with the same two products, one the other way round. Each buyer pauses after its first lock, if it gets that far. */
async function oppositeCarts(strategy: Strategy): Promise<{ purchases: TestPurchase[]; products: number[] }> {
  const products = [await shop.putOnSale(5, strategy), await shop.putOnSale(5, strategy)];
  const [first = 0, second = 0] = products;
  const gates = [0, 1].map(() => gateBefore(({ kind }) => kind === 'think'));
  const carts = [products, [second, first]];
  const purchases = gates.map((gate, index) => shop.buy(strategy, first, { seam: gate.seam, cart: carts[index] }));
  let held = 0;
  for (const gate of gates) void gate.reached.then(() => (held += 1));
  await waitUntil('each holds a lock or waits for one', async () => held + (await sessionsWaitingForLocks(shop.database)) >= 2);
  for (const gate of gates) gate.open();
  await Promise.all(purchases.map(({ outcome }) => outcome));
  return { purchases, products };
}

describe('a cart of two products, bought in opposite orders', () => {
  it('deadlocks when each locks as it comes: Postgres ends one with 40P01, and nothing in that cart is bought', async () => {
    const { purchases, products } = await oppositeCarts(strategyOf('for-update:cart-any-order'));
    const kinds = await Promise.all(purchases.map(async ({ outcome }) => (await outcome).kind));
    expect(kinds.sort()).toEqual(['confirmed', 'gave-up']);
    expect(purchases.flatMap(sqlStatesOf)).toEqual(['40P01']);
    for (const product of products) expect([await shop.stockOf(product), (await shop.ordersOf(product)).length]).toEqual([4, 1]);
  });

  it('does not deadlock when both lock in the same order: the second waits, and both are bought', async () => {
    const { purchases, products } = await oppositeCarts(strategyOf('for-update:cart-in-order'));
    const kinds = await Promise.all(purchases.map(async ({ outcome }) => (await outcome).kind));
    expect(kinds).toEqual(['confirmed', 'confirmed']);
    expect(purchases.flatMap(sqlStatesOf)).toEqual([]);
    for (const product of products) expect([await shop.stockOf(product), (await shop.ordersOf(product)).length]).toEqual([3, 2]);
  });
});

describe('the key of a cart', () => {
  const cart = strategyOf('for-update:cart-in-order');

  it('gives the same answer for the same cart, and is refused for a larger one', async () => {
    const [first, second] = [await shop.putOnSale(3, cart), await shop.putOnSale(3, cart)];
    const buy = (products: number[]) => shop.buy(cart, first, { buyerId: 'ann', idempotencyKey: 'cart', cart: products }).outcome;
    const alone = await buy([first]);
    expect(await buy([first])).toEqual(alone);
    await expect(buy([first, second])).rejects.toThrow(KeyReused);
    expect([await shop.stockOf(first), await shop.stockOf(second)]).toEqual([2, 3]);
  });
});
