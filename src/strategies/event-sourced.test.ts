import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { resetProduct } from '@/stock/products';
import { deleteStreams, saleStream } from '@/stores/postgres/streams';
import { gateBefore } from '@/testing/gate';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { findStrategy } from './registry';
import type { Strategy } from '@/kit/strategy';
import locked from './variants/event-sourced-advisory-lock';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

const eventSourced = findStrategy('event-sourced') as Strategy;

/** The events of a product's sale and its rejections, in the order in which they were stored. */
const eventsOf = (productId: number) => shop.database.client<{ stream: string; version: number; kind: string; data: { units?: number; quantity?: number; remaining?: number } }[]>`
  select stream, version, kind, data from event where split_part(stream, '-', 2) = ${String(productId)} order by id
`;

const kindsOf = async (productId: number, kind: string) => (await eventsOf(productId)).filter((event) => event.kind === kind).length;

describe.each([['optimistic', eventSourced], ['with the advisory lock', locked]] as const)('event sourcing, %s', (_name, strategy) => {
  it('8 buyers for 5 units: 5 purchased, 3 rejected, no error thrown', async () => {
    const productId = await shop.putOnSale(5, strategy);
    const settled = await Promise.allSettled(Array.from({ length: 8 }, () => shop.buy(strategy, productId, { thinkMs: 1 }).outcome));
    const kinds = settled.map((result) => (result.status === 'fulfilled' ? result.value.kind : 'thrown'));
    expect(kinds.sort()).toEqual([...Array<string>(5).fill('confirmed'), ...Array<string>(3).fill('sold-out')]);
    const events = await eventsOf(productId);
    expect(events.filter(({ kind }) => kind === 'units-sold').map(({ data }) => data.remaining)).toEqual([4, 3, 2, 1, 0]);
    expect(events.filter(({ stream }) => stream === saleStream(productId)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.filter(({ kind }) => kind === 'purchase-rejected').map(({ version }) => version)).toEqual([1, 1, 1]);
    expect((await shop.ordersOf(productId)).map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0]);
  });

  it('sells every unit to a crowd, and no buyer gives up', async () => {
    const productId = await shop.putOnSale(40, strategy);
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => shop.buy(strategy, productId, { thinkMs: 1 }).outcome));
    expect(outcomes.filter(({ kind }) => kind === 'confirmed')).toHaveLength(40);
    expect(outcomes.filter(({ kind }) => kind === 'sold-out')).toHaveLength(20);
    expect((await shop.ordersOf(productId)).map(({ remaining }) => remaining)).toEqual(Array.from({ length: 40 }, (_, index) => 39 - index));
  });

  it('records a rejection once, however often its command is delivered', async () => {
    const productId = await shop.putOnSale(0, strategy);
    const delivered = Array.from({ length: 3 }, () => shop.buy(strategy, productId, { idempotencyKey: 'again', buyerId: 'ann' }).outcome);
    for (const outcome of await Promise.all(delivered)) expect(outcome.kind).toBe('sold-out');
    expect(await kindsOf(productId, 'purchase-rejected')).toBe(1);
  });

  it('decides a rejected command again when it is repeated, and sells if there is stock by then', async () => {
    const productId = await shop.putOnSale(1, strategy);
    const ann = { idempotencyKey: 'patient', buyerId: 'ann' };
    await shop.buy(strategy, productId).outcome;
    expect(await shop.buy(strategy, productId, ann).outcome).toEqual({ kind: 'sold-out' });
    await resetProduct({ db: shop.database.db, redis: null }, productId);
    const outcome = await shop.buy(strategy, productId, ann).outcome;
    expect(outcome).toMatchObject({ kind: 'confirmed', remaining: 0 });
    expect(await shop.buy(strategy, productId, ann).outcome).toEqual(outcome);
  });

  it('decides again when the sale was reopened while it thought', async () => {
    const productId = await shop.putOnSale(1, strategy);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const purchase = shop.buy(strategy, productId, { seam: gate.seam });
    await gate.reached;
    await resetProduct({ db: shop.database.db, redis: null }, productId);
    gate.open();
    expect(await purchase.outcome).toMatchObject({ kind: 'confirmed', remaining: 0 });
    expect(purchase.context.tally.attempts).toBe(2);
    expect((await eventsOf(productId)).map(({ kind }) => kind)).toEqual(['sale-opened', 'sale-opened', 'units-sold']);
  });

  it('stores no event when the order cannot be stored', async () => {
    const productId = await shop.putOnSale(5, strategy);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const late = shop.buy(strategy, productId, { idempotencyKey: 'one', buyerId: 'ann', seam: gate.seam });
    await gate.reached;
    // The key is taken by an order that is not among the sale's events, so only the key can stop the append.
    await shop.database.client`
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) values (${productId}, 'ann', 1, 4, 'one')
    `;
    gate.open();
    expect((await late.outcome).kind).toBe('confirmed');
    expect((await eventsOf(productId)).map(({ kind }) => kind)).toEqual(['sale-opened']);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });
});

describe('the variant with the advisory lock', () => {
  it('never leaves a purchase half done when its connection is lost after any of its steps', async () => {
    for (let step = 0, more = true; more; step++) {
      const fresh = await openTestShop(1);
      const productId = await fresh.putOnSale(3, locked);
      let seen = 0;
      const purchase = fresh.buy(locked, productId, {
        seam: (inner) => ({
          ...inner,
          run: async (name, effect) => {
            const result = await inner.run(name, effect);
            if (seen++ === step) {
              const generation = fresh.pool.losses;
              const ended = await fresh.database.client`
                select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'stampede shop test'
              `;
              await waitUntil('the shop has noticed', () => fresh.pool.losses === generation + ended.length);
            }
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
  });

  it('answers two simultaneous purchases with one key with the same order', async () => {
    const productId = await shop.putOnSale(1, locked);
    const twins = Array.from({ length: 4 }, () => shop.buy(locked, productId, { idempotencyKey: 'twin', buyerId: 'ann', thinkMs: 1 }).outcome);
    const [first, ...others] = await Promise.all(twins);
    expect(first?.kind).toBe('confirmed');
    for (const other of others) expect(other).toEqual(first);
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });
});

describe('the two variants', () => {
  it('share one stream: a buyer with the lock and one without decide on the same version, and one is refused', async () => {
    const productId = await shop.putOnSale(1, eventSourced);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const holder = shop.buy(locked, productId, { seam: gate.seam });
    await gate.reached;
    expect((await shop.buy(eventSourced, productId).outcome).kind).toBe('confirmed');
    gate.open();
    expect((await holder.outcome).kind).toBe('sold-out');
    expect(await shop.ordersOf(productId)).toHaveLength(1);
  });

  it('queue for the lock: the second waits in Postgres until the first has committed', async () => {
    const productId = await shop.putOnSale(2, locked);
    const gate = gateBefore(({ kind }) => kind === 'think');
    const first = shop.buy(locked, productId, { seam: gate.seam });
    await gate.reached;
    const second = shop.buy(locked, productId);
    await waitUntil('the second waits for the lock', async () => (await sessionsWaitingForLocks(shop.database)) > 0);
    gate.open();
    expect([await first.outcome, await second.outcome]).toMatchObject([{ kind: 'confirmed', remaining: 1 }, { kind: 'confirmed', remaining: 0 }]);
    expect(second.context.tally.attempts).toBe(1);
  });

  it('are tried one after the other: after five lost retries the optimistic one queues up for the lock, and buys', async () => {
    const productId = await shop.putOnSale(20, eventSourced);
    let rounds = 0;
    const unlucky = shop.buy(eventSourced, productId, {
      seam: (inner) => ({
        ...inner,
        pipelines: false,
        // Another buyer is faster in each of the first six rounds.
        pass: async (step, milliseconds) => {
          if (step.kind === 'think' && rounds++ < 6) await shop.buy(eventSourced, productId).outcome;
          return inner.pass(step, milliseconds);
        },
      }),
    });
    expect(await unlucky.outcome).toMatchObject({ kind: 'confirmed', remaining: 13 });
    const names = unlucky.steps.map(({ name }) => name);
    expect(names.filter((name) => name === 'append if the version is free')).toHaveLength(7);
    expect(names.filter((name) => name === 'wait for the lock')).toHaveLength(1);
  });
});

describe('forgetting a product', () => {
  it('deletes its events and everything derived from them, and leaves those of other products', async () => {
    const [gone, stays] = [await shop.putOnSale(1, eventSourced), await shop.putOnSale(1, eventSourced)];
    for (const productId of [gone, stays]) for (let buyer = 0; buyer < 2; buyer++) await shop.buy(eventSourced, productId).outcome;
    await deleteStreams(shop.database.db, sql`select ${gone}::int`);
    expect(await eventsOf(gone)).toEqual([]);
    expect((await eventsOf(stays)).map(({ kind }) => kind)).toEqual(['sale-opened', 'units-sold', 'purchase-rejected']);
    const [outbox] = await shop.database.client`select count(*)::int as rows from outbox where payload ->> 'productId' = ${String(gone)}`;
    expect(outbox).toEqual({ rows: 0 });
  });
});
