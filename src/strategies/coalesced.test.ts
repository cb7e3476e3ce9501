import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PurchaseRequest } from '@/domain/purchase';
import { waitUntil } from '@/domain/wait-until';
import { openReplyEater } from '@/testing/reply-eater';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { BatchLost, Coalescer, type SellTogether } from '@/kit/coalescer';
import { findStrategy } from './registry';
import type { Strategy } from '@/kit/strategy';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

const coalesced = findStrategy('coalesced') as Strategy;

const request = (over: Partial<PurchaseRequest> = {}): PurchaseRequest => ({ productId: 1, buyerId: 'b', quantity: 1, idempotencyKey: null, ...over });

describe('buyers that wait together', () => {
  it('share transactions: two hundred purchases are far fewer of them', async () => {
    const productId = await shop.putOnSale(200, coalesced);
    await Promise.all(Array.from({ length: 200 }, () => shop.buy(coalesced, productId).outcome));
    const [row] = await shop.database.client<{ transactions: number }[]>`
      select count(distinct xmin::text)::int as transactions from orders where product_id = ${productId}
    `;
    expect(row?.transactions).toBeLessThan(20);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('are served in order when there is too little for all: exactly the stock is sold, and smaller purchases behind may still succeed', async () => {
    const productId = await shop.putOnSale(10, coalesced);
    const wishes = [4, 4, 4, 1, 1, 1];
    const outcomes = await Promise.all(wishes.map((quantity) => shop.buy(coalesced, productId, { quantity }).outcome));
    expect(outcomes.map((outcome) => (outcome.kind === 'confirmed' ? outcome.remaining : outcome.kind))).toEqual([6, 2, 'sold-out', 1, 0, 'sold-out']);
    expect(await shop.stockOf(productId)).toBe(0);
  });

  it('each get an order with their own name, key and quantity, whatever characters those contain', async () => {
    const productId = await shop.putOnSale(100, coalesced);
    const buyers = ['ann', 'b"ob', 'c\\arl', '{dora}', 'NULL', 'e,ve'];
    const outcomes = await Promise.all(buyers.map((buyerId, index) => shop.buy(coalesced, productId, { buyerId, quantity: index + 1, idempotencyKey: index % 2 === 0 ? `"${index}\\` : null }).outcome));
    const stored = await shop.database.client`select id, buyer_id, quantity, idempotency_key from orders where product_id = ${productId} order by quantity`;
    expect([...stored]).toEqual(
      buyers.map((buyerId, index) => {
        const outcome = outcomes[index];
        return { id: outcome?.kind === 'confirmed' ? outcome.orderId : null, buyer_id: buyerId, quantity: index + 1, idempotency_key: index % 2 === 0 ? `"${index}\\` : null };
      }),
    );
  });

  it('do not fail with the one whose key is taken: that one gets the reason, and all others buy', async () => {
    const productId = await shop.putOnSale(50, coalesced);
    // Past the check for an earlier order, as when the twin commits just after it.
    await shop.database.client`insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) values (${productId}, 'twin', 1, 49, 'taken')`;
    await shop.database.client`update inventory set stock = 49 where product_id = ${productId}`;
    const [spoiler, ...others] = await Promise.all([
      shop.buy(coalesced, productId, { buyerId: 'twin', idempotencyKey: 'taken' }).outcome,
      ...Array.from({ length: 20 }, () => shop.buy(coalesced, productId).outcome),
    ]);
    expect(spoiler).toMatchObject({ kind: 'confirmed', remaining: 49 });
    expect(others.every(({ kind }) => kind === 'confirmed')).toBe(true);
    expect(await shop.stockOf(productId)).toBe(29);
  });
});

describe('buyers whose shared connection is reset', () => {
  it('after the commit get one order each, and the outcome unknown', async () => {
    const eater = await openReplyEater(Number(new URL(shop.databaseUrl).port));
    const url = new URL(shop.databaseUrl);
    url.port = String(eater.port);
    const behind = await openTestShop(1, url.href);
    const productId = await shop.putOnSale(50, coalesced);
    // Connected, and the statement prepared: what is eaten is the answer to the sale and to nothing before it.
    await behind.buy(coalesced, productId).outcome;
    eater.resetAfter('the-eaten-buyer');
    const buyers = ['the-eaten-buyer', 'another', 'a-third'];
    const outcomes = await Promise.all(buyers.map((buyerId) => behind.buy(coalesced, productId, { buyerId, idempotencyKey: null }).outcome));
    expect(eater.resets()).toBe(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown']);
    const orders = await shop.ordersOf(productId);
    expect(orders).toHaveLength(1 + buyers.length);
    expect(await shop.stockOf(productId)).toBe(50 - orders.length);
    await behind.close();
    await eater.close();
  });
});

describe('the coalescer', () => {
  it('lets a purchase that fails by itself fail alone, and never puts two with the same key into one batch', async () => {
    const batches: string[][] = [];
    const sell: SellTogether = async (_session, _product, buyers) => {
      batches.push(buyers.map(({ buyerId }) => buyerId));
      if (buyers.some(({ buyerId }) => buyerId === 'bad')) throw new Error('no');
      return buyers.map((_buyer, index) => ({ id: index, remaining: 0, createdAt: new Date() }));
    };
    const coalescer = new Coalescer(shop.pool);
    const joined = ['a', 'bad', 'c'].map((buyerId) => coalescer.join(request({ buyerId }), sell));
    const keyed = ['k1', 'k2'].map((buyerId) => coalescer.join(request({ buyerId, idempotencyKey: 'same' }), sell));
    const settled = await Promise.allSettled([...joined, ...keyed]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(batches.filter((batch) => batch.includes('k1') && batch.includes('k2'))).toEqual([]);
  });

  it('reports to every buyer of the batch that the connection was lost and the batch may have been committed', async () => {
    const fresh = await openTestShop(1, shop.databaseUrl);
    const lost = fresh.pool.losses;
    const sell: SellTogether = async (session) => {
      await session.sql`insert into note_of_loss values (1)`.catch(() => undefined);
      await session.sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => undefined);
      await waitUntil('the loss is noticed', () => fresh.pool.losses > lost);
      throw new Error('lost');
    };
    const coalescer = new Coalescer(fresh.pool);
    const settled = await Promise.allSettled(['a', 'b'].map((buyerId) => coalescer.join(request({ buyerId }), sell)));
    for (const result of settled) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(BatchLost) as BatchLost });
    await fresh.close();
  });
});
