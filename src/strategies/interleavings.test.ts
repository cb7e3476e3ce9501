import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Outcome } from '@/domain/purchase';
import { waitUntil } from '@/domain/wait-until';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { openRedisServers, unreachableServers } from '@/stores/redis/redis-servers';
import { gateBefore, type Gate } from '@/testing/gate';
import { openTestShop, type TestPurchase, type TestShop } from '@/testing/test-shop';
import { findStrategy, STRATEGIES } from './registry';
import type { Strategy } from '@/kit/strategy';

/** Every race by a forced interleaving: nothing here depends on which buyer happens to be faster. */
let shop: TestShop;
/** A second replica: another process would share the stores and nothing else, and neither does this one. */
let replica: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
  replica = await openTestShop(10, shop.databaseUrl);
});
afterAll(async () => {
  await replica.close();
  await shop.close();
});

const strategyOf = (id: string): Strategy => {
  const found = findStrategy(id);
  if (!found) throw new Error(`There is no strategy ${id}.`);
  return found;
};

/** One unit. A is stopped before a step; B buys, or gets as far as A lets it; then A goes on. */
async function standAndBuy(strategy: Strategy, gate: Gate, from = shop): Promise<{ a: Outcome; b: Outcome; bought: TestPurchase; productId: number }> {
  const productId = await shop.putOnSale(1, strategy);
  const a = shop.buy(strategy, productId, { seam: gate.seam });
  await gate.reached;
  const b = from.buy(strategy, productId);
  await settledOrWaiting(b);
  gate.open();
  const [outcomeOfA, outcomeOfB] = await Promise.all([a.outcome, b.outcome]);
  return { a: outcomeOfA, b: outcomeOfB, bought: b, productId };
}

/** Postgres itself says that the buyer waits for a lock, or it found one of the application's own taken. */
async function settledOrWaiting({ outcome, context }: TestPurchase): Promise<void> {
  let done = false;
  void outcome.finally(() => (done = true)).catch(() => undefined);
  await waitUntil('the other buyer is done or waits', async () => done || context.tally.lockWaits > 0 || context.tally.attempts > 1 || (await sessionsWaitingForLocks(shop.database)) > 0);
}

const leftBy = async (productId: number): Promise<number[]> => (await shop.ordersOf(productId)).map((order) => order.remaining);

describe("the interleaving 'A reads, B buys, A writes'", () => {
  it.each(STRATEGIES.filter((strategy) => strategy.class === 'safe').map((strategy) => [strategy.id, strategy] as const))('does not break %s', async (_id, strategy) => {
    const { a, b, productId } = await standAndBuy(strategy, gateBefore(({ kind }) => kind === 'think'));
    expect([a.kind, b.kind].sort()).toEqual(['confirmed', 'sold-out']);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it.each([
    ['naive', [0, 0], 0],
    ['transaction-only', [0, 0], 0],
    ['check-constraint', [0, 0], 0],
    ['isolation-before-begin', [0, 0], 0],
    // No update is lost here; the shop sells a unit that it does not have.
    ['relative-decrement', [0, -1], -1],
  ])('breaks %s: both buy the one unit', async (id, left, stock) => {
    const { a, b, productId } = await standAndBuy(strategyOf(id), gateBefore(({ kind }) => kind === 'think'));
    expect([a.kind, b.kind]).toEqual(['confirmed', 'confirmed']);
    expect(await leftBy(productId)).toEqual(left);
    expect(await shop.stockOf(productId)).toBe(stock);
  });

  it('turns away a buyer of serializable-no-retry that serializable would have served', async () => {
    for (const [id, kinds] of [['serializable-no-retry', ['gave-up', 'confirmed']], ['serializable', ['confirmed', 'confirmed']]] as const) {
      const strategy = strategyOf(id);
      const productId = await shop.putOnSale(5, strategy);
      const gate = gateBefore(({ kind }) => kind === 'think');
      const a = shop.buy(strategy, productId, { seam: gate.seam });
      await gate.reached;
      const b = await shop.buy(strategy, productId).outcome;
      gate.open();
      expect([(await a.outcome).kind, b.kind]).toEqual(kinds);
    }
  });
});

describe('in-process-mutex', () => {
  const mutex = strategyOf('in-process-mutex');

  it('holds in one process: the second buyer waits for the first', async () => {
    const { a, b, bought } = await standAndBuy(mutex, gateBefore(({ kind }) => kind === 'think'));
    expect([a.kind, b.kind]).toEqual(['confirmed', 'sold-out']);
    expect(bought.context.tally.lockWaits).toBeGreaterThan(0);
  });

  it('breaks with a second replica, which has a mutex of its own', async () => {
    const { a, b, productId } = await standAndBuy(mutex, gateBefore(({ kind }) => kind === 'think'), replica);
    expect([a.kind, b.kind]).toEqual(['confirmed', 'confirmed']);
    expect(await leftBy(productId)).toEqual([0, 0]);
  });
});

describe('setnx-no-token', () => {
  const setnx = strategyOf('setnx-no-token');

  it('loses its lock while it thinks, and lets the next one in', async () => {
    const productId = await shop.putOnSale(1, setnx);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const a = shop.buy(setnx, productId, { seam: gate.seam });
    await gate.reached;
    // No more than the expiry has to pass, and B keeps trying until then.
    const b = await shop.buy(setnx, productId).outcome;
    gate.open();
    expect([(await a.outcome).kind, b.kind]).toEqual(['confirmed', 'confirmed']);
    expect(await leftBy(productId)).toEqual([0, 0]);
  });

  it("deletes another buyer's lock, and lets a third one in beside the second", async () => {
    const productId = await shop.putOnSale(5, setnx);
    const gates = ['a', 'b', 'c'].map(() => gateBefore(({ kind }) => kind === 'think'));
    const [atA, atB, atC] = gates as [Gate, Gate, Gate];
    const a = shop.buy(setnx, productId, { seam: atA.seam });
    await atA.reached;
    const b = shop.buy(setnx, productId, { seam: atB.seam });
    await atB.reached;
    await shop.redis.set(`stampede:lock:${productId}`, 'locked', 'PX', 60_000);
    const c = shop.buy(setnx, productId, { seam: atC.seam });
    await waitUntil('C finds the lock taken', () => c.context.tally.lockWaits > 0);
    // A is late, and deletes a lock that is not its own.
    atA.open();
    await a.outcome;
    await atC.reached;
    atB.open();
    atC.open();
    expect([(await b.outcome).kind, (await c.outcome).kind]).toEqual(['confirmed', 'confirmed']);
    const left = await leftBy(productId);
    expect(new Set(left).size).toBeLessThan(left.length);
  });
});

describe('exists-then-set', () => {
  it('lets two in when both ask before either sets', async () => {
    const strategy = strategyOf('exists-then-set');
    const productId = await shop.putOnSale(1, strategy);
    const buyers = [0, 1].map(() => {
      const [asked, thinking] = [gateBefore(({ name }) => name === 'set the lock'), gateBefore(({ kind }) => kind === 'think')];
      const purchase = shop.buy(strategy, productId, { seam: (inner) => thinking.seam(asked.seam(inner)) });
      return { asked, thinking, purchase };
    });
    // Both found the lock free...
    await Promise.all(buyers.map(({ asked }) => asked.reached));
    for (const { asked } of buyers) asked.open();
    // ...and now both hold it, and both have read.
    await Promise.all(buyers.map(({ thinking }) => thinking.reached));
    for (const { thinking } of buyers) thinking.open();
    const kinds = await Promise.all(buyers.map(async ({ purchase }) => (await purchase.outcome).kind));
    expect(kinds).toEqual(['confirmed', 'confirmed']);
    expect(await leftBy(productId)).toEqual([0, 0]);
  });
});

describe('a lease that is gone while its holder thinks', () => {
  /** As when it expires while its holder is paused, without the wait. */
  async function forgetLease(productId: number): Promise<void> {
    const servers = openRedisServers(inject('redisUrls'));
    await unreachableServers(servers, 5_000);
    await Promise.all(servers.clients.map((client) => client.del(`stampede:lease:${productId}`)));
    await servers.close();
  }

  async function buyMeanwhile(strategy: Strategy): Promise<{ a: Outcome; b: Outcome; productId: number; late: TestPurchase }> {
    const productId = await shop.putOnSale(1, strategy);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const late = shop.buy(strategy, productId, { seam: gate.seam });
    await gate.reached;
    await forgetLease(productId);
    const b = await shop.buy(strategy, productId).outcome;
    gate.open();
    return { a: await late.outcome, b, productId, late };
  }

  it('makes redlock sell the same unit twice', async () => {
    const { a, b, productId } = await buyMeanwhile(strategyOf('redlock'));
    expect([a.kind, b.kind]).toEqual(['confirmed', 'confirmed']);
    expect(await leftBy(productId)).toEqual([0, 0]);
  });

  it('does not break redlock-fenced: the row has seen a newer token, and refuses the late write', async () => {
    const { a, b, productId, late } = await buyMeanwhile(strategyOf('redlock-fenced'));
    expect([a.kind, b.kind]).toEqual(['sold-out', 'confirmed']);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
    expect(late.steps.find(({ name }) => name === 'write stock if no newer token was seen')?.observed).toEqual({ rows: 0 });
    expect(late.context.tally.attempts).toBe(2);
  });
});

describe('skip-locked', () => {
  it("does not take 'all rows are locked right now' for 'sold out': the unit comes back, and the waiting buyer gets it", async () => {
    const strategy = strategyOf('skip-locked');
    const productId = await shop.putOnSale(1, strategy);
    const dying = await openTestShop(1, shop.databaseUrl);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const a = dying.buy(strategy, productId, { seam: gate.seam });
    await gate.reached;
    const b = replica.buy(strategy, productId);
    await waitUntil('B has found the unit in other hands', () => b.context.tally.attempts > 1);
    await shop.database.client`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction' and application_name = 'stampede shop test'
        -- B looks again and again, each time in a transaction of its own; that of A is the oldest.
        order by xact_start limit 1
      ) as holder
    `;
    expect(await b.outcome).toMatchObject({ kind: 'confirmed', remaining: 0 });
    gate.open();
    expect((await a.outcome).kind).toBe('gave-up');
    await dying.close();
  });
});
