import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { createScratchSchema } from './scratch-schema';

let database: ThrowAwayDatabase;
let watch: postgres.Sql;
beforeAll(async () => {
  database = await throwAwayDatabase();
  watch = postgres(database.url, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await watch.end();
  await database.drop();
});

const schemas = async (): Promise<string[]> => (await watch<{ name: string }[]>`select nspname as name from pg_namespace where nspname like 'stampede_lab_%'`).map(({ name }) => name);

it('has every table of the sandbox, empty, and disturbs none of them', async () => {
  const scratch = await createScratchSchema(database.url);
  const [{ products } = { products: -1 }] = await scratch.client<{ products: number }[]>`select count(*)::int as products from product`;
  expect(products).toBe(0);
  await scratch.client`insert into inventory (product_id, stock, initial_stock) values (1, 5, 5)`;
  const tables = (name: string) => watch<{ table: string }[]>`select table_name as table from information_schema.tables where table_schema = ${name} order by 1`;
  expect(await tables(scratch.name)).toEqual(await tables('public'));
  const [{ stock } = { stock: -1 }] = await watch<{ stock: number }[]>`select stock from inventory where product_id = 1`;
  expect(stock).toBe(100);
  await scratch.drop();
  expect(await schemas()).toEqual([]);
});

it('drops the schema of a process that died, and none that is in use', async () => {
  await watch`create schema stampede_lab_dead`;
  const used = await createScratchSchema(database.url);
  const another = await createScratchSchema(database.url);
  expect((await schemas()).sort()).toEqual([used.name, another.name].sort());
  await used.drop();
  await another.drop();
});

it('says which right the role lacks, and leaves nothing behind', async () => {
  await watch.unsafe(`create role visitor login password 'visitor'`);
  const url = new URL(database.url);
  url.username = 'visitor';
  url.password = 'visitor';
  await expect(createScratchSchema(url.href)).rejects.toThrow('grant create on database');
  await watch.unsafe('drop role visitor');
  expect(await schemas()).toEqual([]);
});
