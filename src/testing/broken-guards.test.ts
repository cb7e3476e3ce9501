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

/** Runs a command with one piece of a file replaced, and puts the file back. */
async function runWith(file: string, guard: string | RegExp, replacement: string, command: string[], environment = env): Promise<{ code: number | null; stderr: string }> {
  const path = join(root, 'src', file);
  const original = readFileSync(path, 'utf8');
  const broken = original.replace(guard, replacement);
  expect(broken, 'the guard must be found').not.toBe(original);
  writeFileSync(path, broken);
  try {
    return await runCommand(command, environment, root);
  } finally {
    writeFileSync(path, original);
  }
}

const flood = (strategy: string): string[] => ['flood', '--strategy', strategy, '--stock', '20', '--buyers', '200', '--concurrency', '60', '--think-ms', '10'];

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

/** Each finds its way to 1 through `check` as well: these floods are smaller than those of the experiments that it runs. */
const GUARDS: readonly [strategy: string, guard: string, file: string, pattern: RegExp, replacement: string][] = [
  ['for-update', 'FOR UPDATE', 'strategies/for-update.ts', /for update .*$/m, ''],
  ['optimistic-version', 'the version predicate', 'strategies/optimistic-version.ts', /and version = \$\{row\.version\}/, ''],
  ['conditional-update', 'the stock predicate', 'strategies/conditional-update.ts', /and stock >= \$\{quantity\}/, ''],
  ['redlock', 'the lock', 'strategies/redlock.ts', /await repeat\('take the lease', \(\) => tryLease\(redlock, productId\), LEASE_TAKEN\)/, LEASE_FOR_EVERYBODY],
  ['advisory-lock', 'the lock', 'strategies/advisory-lock.ts', /select pg_advisory_xact_lock.*$/m, 'select 1 where $' + '{PRODUCT}::int = 1 and $' + '{productId}::int > 0'],
  ['serializable', 'the isolation level', 'strategies/serializable.ts', / isolation level serializable`\]/, '`]'],
  ['repeatable-read', 'the isolation level', 'strategies/repeatable-read.ts', / isolation level repeatable read`\]/, '`]'],
  ['skip-locked', 'FOR UPDATE SKIP LOCKED', 'strategies/skip-locked.ts', /for update skip locked .*$/m, ''],
  ['coalesced', 'the stock predicate', 'strategies/coalesced.ts', /and stock >= \$\{units\}.*$/m, ''],
];

describe('the gate', () => {
  it.each(GUARDS)('ends with 1 when %s loses %s', { timeout: 120_000 }, async (strategy, _guard, file, pattern, replacement) => {
    const { code, stderr } = await runWith(file, pattern, replacement, flood(strategy));
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`${strategy} should have held and did not`);
  });

  it('ends with 1 when event-sourced appends whatever the version', { timeout: 120_000 }, async () => {
    const { code, stderr } = await runWith(
      'stores/postgres/event-store.ts',
      /values \(\$\{event\.stream\}, \$\{event\.version\}, \$\{event\.kind\}, (\S+)\)/,
      'select $' + '{event.stream}, max(version) + 1, $' + '{event.kind}, $1 from event where stream = $' + '{event.stream}',
      flood('event-sourced'),
    );
    expect(code, stderr).toBe(1);
  });

  it('ends with 1 when the script of redis-lua no longer looks at the stock', { timeout: 120_000 }, async () => {
    const { code, stderr } = await runWith('stores/redis/reserve.ts', /if tonumber\(left\) < tonumber\(quantity\).*$/m, '', ['experiment', 'last-item']);
    expect(code, stderr).toBe(1);
    // Postgres has the last word even so, and sells one; but nobody is told that it is sold out.
    expect(stderr).toContain('redis-lua was to turn away 99 buyers');
  });

  it('ends with 1 when the row of redlock-fenced no longer looks at the token', { timeout: 120_000 }, async () => {
    // Its own services: what is given is never broken on purpose.
    const { code, stderr } = await runWith(
      'strategies/redlock-fenced.ts',
      /and fencing_token <= \$\{token\} -- nobody.*$/m,
      '',
      ['experiment', 'paused-holder'],
      { ...env, DATABASE_URL: '', REDIS_URLS: '' },
    );
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('redlock-fenced');
  });

  it('ends with 3 when naive is made correct', { timeout: 120_000 }, async () => {
    const { code, stderr } = await runWith('strategies/naive.ts', /await statement<OrderRow>\('insert order'[\s\S]*?returning stock\s*`\);/, ATOMIC, flood('naive'));
    expect(code, stderr).toBe(3);
    expect(stderr).toContain('proves nothing');
  });
});
