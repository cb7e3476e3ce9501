import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { runCommand } from './cli';
import { throwAwayDatabase, type ThrowAwayDatabase } from './throw-away-database';

/**
 * What the whole project is for: a strategy whose guard is taken away must not get past the gate, and neither may a control
 * that has been repaired. Each case edits a copy of the sources as a person would, and runs the command line on it.
 */
let home: ThrowAwayDatabase;
let root: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = await throwAwayDatabase();
  root = mkdtempSync(join(tmpdir(), 'stampede-broken-'));
  for (const part of ['package.json', 'package-lock.json', 'tsconfig.json', 'src', 'drizzle', 'experiments']) {
    cpSync(join(projectRoot(), part), join(root, part), { recursive: true });
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  env = { DATABASE_URL: home.url, REDIS_URLS: inject('redisUrls').join(','), STAMPEDE_ROOT: root };
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await home.drop();
});

/** Floods a strategy with one piece of it replaced, and puts the file back. */
async function floodWith(strategy: string, guard: string | RegExp, replacement: string): Promise<{ code: number | null; stderr: string }> {
  const file = join(root, `src/strategies/${strategy}.ts`);
  const original = readFileSync(file, 'utf8');
  const broken = original.replace(guard, replacement);
  expect(broken, 'the guard must be found').not.toBe(original);
  writeFileSync(file, broken);
  try {
    return await runCommand(['flood', '--strategy', strategy, '--stock', '20', '--buyers', '200', '--concurrency', '60', '--think-ms', '10'], env, root);
  } finally {
    writeFileSync(file, original);
  }
}

/** The lease is 'granted' to everybody. */
const LEASE_FOR_EVERYBODY = "await repeat('take the lease', async () => ({ release: async () => undefined }) as never, LEASE_TAKEN)";

/** The same sale in one guarded statement. */
const ATOMIC = `await statement<OrderRow & { remaining: number }>('sell', (sql) => sql\`
    with sold as (
      update inventory set stock = stock - \${quantity} where product_id = \${productId} and stock >= \${quantity} returning stock
    )
    insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
    select \${productId}, \${buyerId}, \${quantity}, stock, \${idempotencyKey} from sold
    returning id, remaining, created_at
  \`);
  if (!order) return soldOut();
  return confirmed(order, order.remaining);`;

describe('the gate', () => {
  it.each([
    ['for-update', 'FOR UPDATE', /for update .*$/m, ''],
    ['optimistic-version', 'the version predicate', /and version = \$\{row\.version\}/, ''],
    ['conditional-update', 'the stock predicate', /and stock >= \$\{quantity\}/, ''],
    ['redlock', 'the lock', /await repeat\('take the lease', \(\) => tryLease\(redlock, productId\), LEASE_TAKEN\)/, LEASE_FOR_EVERYBODY],
  ])('ends with 1 when %s loses %s', { timeout: 120_000 }, async (strategy, _guard, pattern, replacement) => {
    const { code, stderr } = await floodWith(strategy, pattern, replacement);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`${strategy} should have held and did not`);
  });

  it('ends with 3 when naive is made correct', { timeout: 120_000 }, async () => {
    const { code, stderr } = await floodWith('naive', /await statement<OrderRow>\('insert order'[\s\S]*?returning stock\s*`\);/, ATOMIC);
    expect(code, stderr).toBe(3);
    expect(stderr).toContain('proves nothing');
  });
});
