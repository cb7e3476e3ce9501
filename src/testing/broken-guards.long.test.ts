import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copySources, smallFlood, type BrokenSources } from './broken-sources';

/** A strategy without its guard must not pass the gate: tested here for every guard. `npm test` tests one of them, and the repaired control. */
let sources: BrokenSources;
beforeAll(async () => {
  sources = await copySources();
});
afterAll(() => sources.remove());

/** The lease is 'granted' to every buyer. */
const LEASE_FOR_ALL = 'shop.withLock({ ...redlockLease(shop.redlock, productId), acquire: async () => ({}) as never, release: () => undefined }';

/** Each ends with 1 in `check` as well: these floods are smaller than those of its experiments. */
const GUARDS: readonly [strategy: string, guard: string, file: string, pattern: RegExp, replacement: string][] = [
  ['for-update', 'FOR UPDATE', 'strategies/for-update.ts', /for update .*$/m, ''],
  ['optimistic-version', 'the version predicate', 'strategies/optimistic-version.ts', /and version = \$\{version\}/, ''],
  ['conditional-update', 'the stock predicate', 'strategies/conditional-update.ts', /and stock >= \$\{quantity\}/, ''],
  ['redlock', 'the lock', 'strategies/redlock.ts', /shop\.withLock\(redlockLease\(shop\.redlock, productId\)/, LEASE_FOR_ALL],
  ['advisory-lock', 'the lock', 'strategies/advisory-lock.ts', /select pg_advisory_xact_lock[^`]*/, 'select 1 where $' + '{PRODUCT}::int = 1 and $' + '{productId}::int > 0'],
  ['serializable', 'the isolation level', 'strategies/serializable.ts', /\{ isolation: 'serializable' \}/, '{}'],
  ['repeatable-read', 'the isolation level', 'strategies/repeatable-read.ts', /\{ isolation: 'repeatable read' \}/, '{}'],
  ['skip-locked', 'FOR UPDATE SKIP LOCKED', 'strategies/skip-locked.ts', /for update skip locked .*$/m, ''],
  ['coalesced', 'the stock predicate', 'strategies/coalesced.ts', /and stock >= \$\{units\}.*$/m, ''],
];

describe('the gate', () => {
  it.each(GUARDS)('ends with 1 when %s loses %s', { timeout: 120_000 }, async (strategy, _guard, file, pattern, replacement) => {
    const { code, stderr } = await sources.runWith(file, pattern, replacement, smallFlood(strategy));
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`${strategy} should have held and did not`);
  });

  it('ends with 1 when event-sourced appends whatever the version', { timeout: 120_000 }, async () => {
    const { code, stderr } = await sources.runWith(
      'strategies/sale/event-store.ts',
      /values \(\$\{event\.stream\}, \$\{event\.version\}, \$\{event\.kind\}, (\S+)\)/,
      'select $' + '{event.stream}, max(version) + 1, $' + '{event.kind}, $1 from event where stream = $' + '{event.stream}',
      smallFlood('event-sourced'),
    );
    expect(code, stderr).toBe(1);
  });

  it('ends with 1 when the script of redis-lua no longer looks at the stock', { timeout: 120_000 }, async () => {
    const { code, stderr } = await sources.runWith('stores/redis/reserve.ts', /if tonumber\(left\) < tonumber\(quantity\).*$/m, '', ['experiment', 'last-item']);
    expect(code, stderr).toBe(1);
    // Postgres still decides, and sells one; but no buyer gets sold out.
    expect(stderr).toContain('redis-lua was to turn away 99 buyers');
  });

  it('ends with 1 when the row of redlock-fenced no longer looks at the token', { timeout: 120_000 }, async () => {
    // On its own services: faults never break services from the environment.
    const { code, stderr } = await sources.runWith(
      'strategies/redlock-fenced.ts',
      /and fencing_token <= \$\{token\} -- no holder.*$/m,
      '',
      ['experiment', 'paused-holder'],
      { ...sources.env, DATABASE_URL: '', REDIS_URLS: '' },
    );
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('redlock-fenced');
  });
});
