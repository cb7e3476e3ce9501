import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { parseSchedule, switchesIn } from '@/domain/schedule';
import { EXIT } from '@/domain/verdict';
import { STRATEGIES } from '@/strategies/registry';
import { labSetup } from '@/testing/test-environment';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { searchBounds } from './default-bounds';
import { explore } from './explore';
import { explorationExit } from './judge-exploration';

let database: ThrowAwayDatabase;
beforeAll(async () => {
  database = await throwAwayDatabase();
});
afterAll(() => database.drop());

function search(over: Partial<LabSetup>, bounds: Partial<SearchBounds> = {}): Promise<Exploration> {
  const setup = labSetup(over);
  // Longer than any test may take: what ends a search here is never the clock.
  const job = { databaseUrl: database.url, redisUrls: inject('redisUrls'), setup, bounds: searchBounds(setup, { seconds: 3_600, ...bounds }), workers: 4 };
  return explore(job, new AbortController().signal, () => undefined);
}

const tokensOf = ({ orders }: Exploration): string[] => orders.map(({ schedule }) => schedule);

/** All ways to shuffle so many steps of A and of B. */
function shuffles(a: number, b: number): string[] {
  if (a === 0 && b === 0) return [''];
  return [...(a > 0 ? shuffles(a - 1, b).map((rest) => `A${rest}`) : []), ...(b > 0 ? shuffles(a, b - 1).map((rest) => `B${rest}`) : [])];
}

/** Where a buyer takes its n-th step. */
const place = (order: string, buyer: string, nth: number): number => Array.from(order).flatMap((letter, index) => (letter === buyer ? [index] : []))[nth - 1] ?? -1;

/** Every order of every strategy is run by `stampede check`; here is what the shortest bad one looks like, which a few orders find. */
describe('the shortest bad schedule of two buyers and one unit', () => {
  it.each(STRATEGIES.filter((strategy) => strategy.class === 'unsafe').map(({ id }) => id))('%s', { timeout: 120_000 }, async (id) => {
    const exploration = await search({ strategy: id }, { schedules: 300 });
    expect(exploration.errors).toEqual({ count: 0, first: null });
    expect(exploration.coverage.unrepeatable).toBe(0);
    expect(new Set(tokensOf(exploration)).size).toBe(exploration.schedules);
    expect(explorationExit(exploration)).toBe(EXIT.pass);
    const { shortest, coverage } = exploration;
    const bad = exploration.orders.filter(({ anomalies }) => anomalies.length > 0);
    expect(shortest?.switches).toBe(Math.min(...bad.map(({ switches }) => switches)));
    // So all orders with as few switches were run, and this is the first of the bad ones among them.
    expect(coverage.switchesCovered ?? Infinity).toBeGreaterThanOrEqual(shortest?.switches ?? Infinity);
    expect(shortest?.anomalies).toContain(id === 'relative-decrement' ? 'negative-stock' : 'lost-update');
    // The order in one line, and everything that happened in it.
    await expect(`${shortest?.transcript.join('\n') ?? ''}\n`).toMatchFileSnapshot(`golden/${id}.txt`);
  });
});

it('runs exactly the schedules that there are: naive has three steps a buyer, and no buyer waits', async () => {
  const exploration = await search({ stock: 2 });
  expect(tokensOf(exploration).map((token) => token.replaceAll('.', '')).sort()).toEqual(shuffles(3, 3).sort());
});

it('does not ask a buyer to move that waits, and counts no order that cannot happen', async () => {
  const exploration = await search({ strategy: 'for-update' });
  // A has the row first: B asks for it after A's second step, waits until A's fifth, and then has its rollback left.
  const aFirst = shuffles(5, 3).filter((order) => place(order, 'B', 2) > place(order, 'A', 2) && place(order, 'B', 3) > place(order, 'A', 5));
  const bFirst = aFirst.map((order) => order.replaceAll('A', 'x').replaceAll('B', 'A').replaceAll('x', 'B'));
  expect(tokensOf(exploration).map((token) => token.replaceAll('.', '')).sort()).toEqual([...aFirst, ...bFirst].sort());
});

it('finds that a lease protects only while it lives, and that a fencing token does not need it', { timeout: 300_000 }, async () => {
  expect((await search({ strategy: 'redlock' })).violated).toBe(0);
  const redlock = await search({ strategy: 'redlock' }, { expiries: 1, schedules: 150 });
  expect(redlock.shortest?.schedule).toContain('T');
  expect(explorationExit(redlock)).toBe(EXIT.violated);
  const fenced = await search({ strategy: 'redlock-fenced' }, { expiries: 1, schedules: 300 });
  expect([fenced.violated, fenced.schedules > 150]).toEqual([0, true]);
  expect(tokensOf(fenced).some((token) => token.includes('T'))).toBe(true);
});

it('turns no buyer away while a unit is left, unless the strategy loses sales', { timeout: 300_000 }, async () => {
  expect((await search({ strategy: 'serializable', stock: 2 }, { schedules: 300 })).turnedAway).toBe(0);
  const noRetry = await search({ strategy: 'serializable-no-retry', stock: 2 });
  expect(noRetry.turnedAway).toBeGreaterThan(0);
  expect(explorationExit(noRetry)).toBe(EXIT.pass);
});

describe('where not all orders can be run', () => {
  it('runs those with the fewest switches first, then random ones, and says what it did not look at', { timeout: 120_000 }, async () => {
    const exploration = await search({ strategy: 'for-update', buyers: 3, stock: 2 }, { schedules: 200, seed: 7 });
    const { exhaustive, switchesCovered, random, sentence } = exploration.coverage;
    expect(exhaustive).toBe(false);
    expect(switchesCovered).toBeGreaterThanOrEqual(1);
    expect(random).toBeGreaterThan(0);
    expect(sentence).toContain('there are more, which were not run');
    expect(exploration.violated).toBe(0);
    // With no switch but the two that there have to be: who comes first, second, third.
    expect(exploration.orders.filter(({ switches }) => switches === 2)).toHaveLength(6);
  });

  it('finds a lost update of three buyers with the fewest switches', { timeout: 120_000 }, async () => {
    const exploration = await search({ buyers: 3 }, { schedules: 150 });
    const moves = parseSchedule(exploration.shortest?.schedule ?? '');
    expect(typeof moves === 'string' ? moves : switchesIn(moves)).toBe(3);
  });
});

it('stops when it is cancelled, and leaves nothing behind', async () => {
  const cancel = new AbortController();
  const setup = labSetup({ strategy: 'skip-locked' });
  const job = { databaseUrl: database.url, redisUrls: null, setup, bounds: searchBounds(setup, {}), workers: 2 };
  await expect(explore(job, cancel.signal, ({ schedules }) => schedules > 3 && cancel.abort())).rejects.toThrow('aborted');
});
