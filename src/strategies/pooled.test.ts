import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPgBouncer, type PgBouncer } from '@/testing/pgbouncer';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { STRATEGIES, VARIANTS } from './registry';
import type { Strategy } from '@/kit/strategy';

/** Fewer sessions at the server than one of the shops has connections: each transaction of a connection may run in another session. */
const SESSIONS = 4;
const CONNECTIONS = 10;
const STOCK = 20;
const BUYERS = 60;

let home: ThrowAwayDatabase;
let pooler: PgBouncer;
let shops: TestShop[];
beforeAll(async () => {
  home = await throwAwayDatabase();
  pooler = await startPgBouncer(home.url, SESSIONS);
  const limits = { connectTimeoutMs: 10_000, poolWaitMs: 0, statementTimeoutMs: 20_000 };
  // The second has a time limit for statements, which through a pooler each transaction has to bring along.
  shops = [await openTestShop(CONNECTIONS, pooler.url), await openTestShop(CONNECTIONS, pooler.url, limits)];
});
afterAll(async () => {
  for (const shop of shops) await shop.close();
  await pooler.stop();
  await home.drop();
});

/** A crowd in both shops, on connections that others have used before. */
async function storm(strategy: Strategy) {
  const [shop] = shops as [TestShop];
  const productId = await shop.putOnSale(STOCK, strategy);
  const purchases = Array.from({ length: BUYERS }, (_, buyer) => (shops[buyer % 2] ?? shop).buy(strategy, productId, { thinkMs: 1 }).outcome);
  const outcomes = await Promise.all(purchases);
  const orders = await shop.ordersOf(productId);
  const confirmed = outcomes.flatMap((outcome) => (outcome.kind === 'confirmed' ? [outcome.orderId] : []));
  return { outcomes, confirmed, orders: orders.map(({ id }) => id), stock: await shop.stockOf(productId) };
}

const ascending = (ids: readonly number[]): number[] => ids.toSorted((a, b) => a - b);

describe('through a transaction pooler with fewer sessions than the shop has connections', () => {
  it.each(STRATEGIES.filter((strategy) => strategy.class === 'safe').map((strategy) => [strategy.id, strategy] as const))(
    '%s sells exactly its stock and loses no order',
    async (_id, strategy) => {
      const { outcomes, confirmed, orders, stock } = await storm(strategy);
      expect(ascending(confirmed)).toEqual(ascending(orders));
      expect(orders).toHaveLength(STOCK);
      expect(stock).toBe(0);
      expect(outcomes.filter(({ kind }) => kind === 'sold-out')).toHaveLength(BUYERS - STOCK);
    },
  );

  it.each([...STRATEGIES.filter((strategy) => strategy.class !== 'safe'), ...VARIANTS.filter(({ carts }) => !carts)].map((strategy) => [strategy.id, strategy] as const))(
    '%s answers every buyer, and every confirmed buyer has an order',
    async (_id, strategy) => {
      const { outcomes, confirmed, orders } = await storm(strategy);
      expect(outcomes.filter(({ kind }) => kind === 'unknown')).toEqual([]);
      expect(ascending(confirmed)).toEqual(ascending(orders));
      expect(orders.length).toBeGreaterThan(0);
    },
  );
});
