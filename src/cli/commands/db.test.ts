import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '@/stores/postgres/database';
import { SHOP_PRODUCTS } from '@/stores/postgres/seed';
import { databaseNamespace } from '@/stores/redis/namespace';
import { runCommand } from '@/testing/cli';

const name = `fresh-${randomBytes(4).toString('hex')}`;
let url: string;
let env: Record<string, string>;

beforeAll(() => {
  const place = new URL(inject('databaseUrl'));
  place.pathname = `/${name}`;
  url = place.href;
  env = { DATABASE_URL: url, REDIS_URLS: inject('redisUrls').join(',') };
});
afterAll(async () => {
  const server = postgres(inject('databaseUrl'), { max: 1 });
  await server`drop database if exists ${server(name)}`;
  await server.end();
});

async function ask<Row extends object>(statement: string): Promise<Row[]> {
  const database = openDatabase(url, 'db test');
  try {
    return await database.client.unsafe<Row[]>(statement);
  } finally {
    await database.close();
  }
}

const products = () => ask<{ id: number; name: string; price: string; stock: number }>('select id, name, price, stock from product join inventory on product_id = id order by id');

describe('flash-sale module: db:init, db:seed, db:reset', () => {
  it('init creates a missing database with the schema and no data; a second one changes nothing', async () => {
    expect(await runCommand(['db', 'init'], env)).toMatchObject({ code: 0, stderr: expect.stringContaining('created the database') as string });
    expect(await products()).toEqual([]);
    const again = await runCommand(['db', 'init'], env);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).not.toContain('created');
  });

  it('seed adds every product once, however often it is run', async () => {
    expect(await runCommand(['db', 'seed'], env)).toMatchObject({ code: 0, stderr: expect.stringContaining('put 5 products on sale') as string });
    const seeded = await products();
    expect(seeded).toEqual(SHOP_PRODUCTS.map((product, index) => ({ id: index + 1, ...product })));
    await ask(`update inventory set stock = 3 where product_id = 1`);
    await ask(`delete from product where id = 2`);
    await ask(`delete from inventory where product_id = 2`);
    expect((await runCommand(['db', 'seed'], env)).stderr).toContain('put 1 product on sale');
    expect(await products()).toContainEqual({ id: 1, ...SHOP_PRODUCTS[0], stock: 3 });
    expect((await products()).map((product) => product.name)).toContain(SHOP_PRODUCTS[1].name);
  });

  it('reset refuses to empty a database that DATABASE_URL names, unless told to with --yes', async () => {
    const before = await products();
    const refused = await runCommand(['db', 'reset'], env);
    expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining(name) as string });
    expect(await products()).toEqual(before);
  });

  it('reset leaves only the seed: no run, no order, nothing in Redis', async () => {
    const [, firstRedis = ''] = /^([^,]+)/.exec(env.REDIS_URLS ?? '') ?? [];
    const redis = new Redis(firstRedis);
    const key = `stampede:{${databaseNamespace(url)}}:stock:1`;
    await redis.set(key, '77');
    await ask(`insert into orders (product_id, buyer_id, quantity, remaining) values (1, 'somebody', 1, 2)`);
    await ask(`insert into run (id, status, plan) values ('old', 'failed', '{}')`);
    expect(await runCommand(['db', 'reset', '--yes'], env)).toMatchObject({ code: 0 });
    expect(await products()).toEqual(SHOP_PRODUCTS.map((product, index) => ({ id: index + 1, ...product })));
    expect(await ask('select id from orders union all select product_id from inventory where stock <> initial_stock')).toEqual([]);
    expect(await ask('select id from run')).toEqual([]);
    expect(await redis.exists(key)).toBe(0);
    await redis.quit();
  });
});
