import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { throwAwayDatabase } from '@/testing/throw-away-database';
import { KeyReused } from '@/kit/key-reused';
import { stockModelOf, STRATEGIES, VARIANTS } from './registry';
import { UnknownProduct } from '@/kit/unknown-product';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

/** Ends every connection of the shop at the server, and waits until the shop has noticed. */
async function loseConnections({ database, pool }: TestShop): Promise<void> {
  const generation = pool.losses;
  const ended = await database.client`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'stampede shop test'
  `;
  await waitUntil('the shop has noticed', () => pool.losses === generation + ended.length);
}

describe.each([...STRATEGIES, ...VARIANTS].map((strategy) => [strategy.id, strategy] as const))('%s', (_id, strategy) => {
  it('sells one unit, stores the order and takes the unit out of stock', async () => {
    const productId = await shop.putOnSale(3, strategy);
    const outcome = await shop.buy(strategy, productId).outcome;
    expect(outcome).toMatchObject({ kind: 'confirmed', remaining: 2 });
    expect(await shop.stockOf(productId)).toBe(2);
    const orders = await shop.ordersOf(productId);
    expect(orders).toEqual([{ id: outcome.kind === 'confirmed' ? outcome.orderId : null, remaining: 2, quantity: 1 }]);
  });

  it('says sold out when less is left than asked for, and changes nothing', async () => {
    const productId = await shop.putOnSale(2, strategy);
    expect(await shop.buy(strategy, productId, { quantity: 3 }).outcome).toEqual({ kind: 'sold-out' });
    expect(await shop.stockOf(productId)).toBe(2);
    expect(await shop.ordersOf(productId)).toEqual([]);
  });

  it('sells several units in one purchase', async () => {
    const productId = await shop.putOnSale(5, strategy);
    expect(await shop.buy(strategy, productId, { quantity: 3 }).outcome).toMatchObject({ kind: 'confirmed', remaining: 2 });
    expect(await shop.stockOf(productId)).toBe(2);
  });

  it('sells nothing of an unknown product', async () => {
    await expect(shop.buy(strategy, 2_000_000_000).outcome).rejects.toThrow(UnknownProduct);
  });

  it('answers the same key twice with the same order', async () => {
    const productId = await shop.putOnSale(5, strategy);
    const first = await shop.buy(strategy, productId, { idempotencyKey: 'once', buyerId: 'ann' }).outcome;
    const second = await shop.buy(strategy, productId, { idempotencyKey: 'once', buyerId: 'ann' }).outcome;
    expect(second).toEqual(first);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
    expect(await shop.stockOf(productId)).toBe(4);
  });

  it('refuses a key that belongs to the purchase of another buyer, and buys nothing', async () => {
    const productId = await shop.putOnSale(5, strategy);
    await shop.buy(strategy, productId, { idempotencyKey: 'mine', buyerId: 'ann' }).outcome;
    for (const other of [{ buyerId: 'bob' }, { buyerId: 'ann', quantity: 2 }]) {
      await expect(shop.buy(strategy, productId, { idempotencyKey: 'mine', ...other }).outcome).rejects.toThrow(KeyReused);
    }
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });

  it('answers the same key with the same order when both arrive at once, also for the last unit', async () => {
    for (const stock of [1, 5]) {
      const productId = await shop.putOnSale(stock, strategy);
      const twins = Array.from({ length: 4 }, () => shop.buy(strategy, productId, { idempotencyKey: 'twin', buyerId: 'ann', thinkMs: 2 }).outcome);
      const outcomes = await Promise.all(twins);
      const confirmed = outcomes.find(({ kind }) => kind === 'confirmed');
      expect(confirmed).toBeDefined();
      // A strategy that turns buyers away may turn a twin away; a confirmed twin must have this very order.
      const definite = strategy.class === 'loses-sales' ? outcomes.filter(({ kind }) => kind !== 'gave-up') : outcomes;
      for (const outcome of definite) expect(outcome).toEqual(confirmed);
      expect(await shop.ordersOf(productId)).toHaveLength(1);
      expect(await shop.stockOf(productId)).toBe(stock - 1);
    }
  });

  it('records every step by name, on one clock', async () => {
    const purchase = shop.buy(strategy, await shop.putOnSale(1, strategy));
    await purchase.outcome;
    expect(purchase.steps.map((step) => step.name)).toContain('think');
    for (const step of purchase.steps) expect(step.endMs).toBeGreaterThanOrEqual(step.startMs);
  });

  if (strategy.class === 'safe') {
    it('sells 5 of 5 units to 10 buyers at once', async () => {
      const productId = await shop.putOnSale(5, strategy);
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => shop.buy(strategy, productId, { thinkMs: 1 }).outcome));
      expect(outcomes.filter(({ kind }) => kind === 'confirmed')).toHaveLength(5);
      expect(outcomes.filter(({ kind }) => kind === 'sold-out')).toHaveLength(5);
      const left = (await shop.ordersOf(productId)).map((order) => order.remaining).sort();
      // Where units are claimed in any order, `remaining` is an estimate.
      if (stockModelOf(strategy) === 'units') expect(left).toHaveLength(5);
      else expect(left).toEqual([0, 1, 2, 3, 4]);
    });

    it('never leaves a purchase half done when its connection is lost after any of its steps', async () => {
      // A fresh pool each time: statements that are new to a connection are sent one by one, which is where a loss can hit. On a database of
      // their own, where no other shop settles what these leave.
      const home = await throwAwayDatabase();
      for (let step = 0, more = true; more; step++) {
        const fresh = await openTestShop(1, home.url);
        const productId = await fresh.putOnSale(3, strategy);
        let seen = 0;
        const purchase = fresh.buy(strategy, productId, {
          seam: (inner) => ({
            ...inner,
            run: async (taken, effect) => {
              const result = await inner.run(taken, effect);
              if (seen++ === step) await loseConnections(fresh);
              return result;
            },
          }),
        });
        const outcome = await purchase.outcome;
        const orders = await fresh.ordersOf(productId);
        const lostAfter = purchase.steps[step]?.name ?? 'nothing';
        expect(orders.length + (await fresh.stockOf(productId)), `lost after '${lostAfter}'`).toBe(3);
        if (outcome.kind === 'confirmed') expect(orders.map(({ id }) => id), `lost after '${lostAfter}'`).toEqual([outcome.orderId]);
        if (outcome.kind === 'gave-up') expect(orders, `lost after '${lostAfter}'`).toEqual([]);
        more = seen > step;
        await fresh.close();
      }
      await home.drop();
    });

    it('conserves the stock when 50 users ask for 3 of 100', async () => {
      const productId = await shop.putOnSale(100, strategy);
      await Promise.all(Array.from({ length: 50 }, () => shop.buy(strategy, productId, { quantity: 3 }).outcome));
      const sold = (await shop.ordersOf(productId)).reduce((units, order) => units + order.quantity, 0);
      expect(sold).toBe(99);
      expect(await shop.stockOf(productId)).toBe(1);
    });
  }
});
