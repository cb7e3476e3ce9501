import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Outcome, StepRecord } from '@/domain/purchase';
import { scheduleOf } from '@/domain/schedule-of-witnesses';
import type { Step } from '@/domain/step';
import { timeOfSteps } from '@/domain/time-spent';
import { FaultControl } from '@/shop/fault-control';
import { STRATEGIES, VARIANTS, registerStrategyFiles } from '@/strategies/registry';
import { explore } from '@/lab/explore';
import { searchBounds } from '@/lab/default-bounds';
import { labSetup } from '@/testing/test-environment';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { barsOf } from '@/web/pages/timeline/bars';
import { spansOf } from '@/web/parts/witness/witness-spans';
import type { Seam } from './seam';
import type { Shop } from './shop';
import type { Strategy } from './strategy';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

/** The same kinds of steps under names that say nothing, the same one for the same step. */
function grabbing(): (inner: Seam) => Seam {
  const names = new Map<string, string>();
  const renamed = ({ kind, name }: Step): Step => {
    const fresh = names.get(name) ?? `grab row ${names.size + 1}`;
    names.set(name, fresh);
    return { kind, name: fresh };
  };
  return (inner) => ({ ...inner, run: (step, effect) => inner.run(renamed(step), effect), pass: (step, milliseconds) => inner.pass(renamed(step), milliseconds) });
}

/** The strategy as if its author had named every step 'grab row'. */
const renamedStrategy = (strategy: Strategy): Strategy => ({
  ...strategy,
  id: `${strategy.id.replace(':', '-')}-renamed`,
  purchase: (real: Shop, request) => {
    // The seam belongs to the purchase: a strategy cannot reach it, and this test does.
    const purchase = Reflect.get(real, 'purchase') as { seam: Seam };
    Object.assign(purchase, { seam: grabbing()(purchase.seam) });
    return strategy.purchase(real, request);
  },
});

const buy = async (strategy: Strategy, seam: (inner: Seam) => Seam): Promise<{ outcome: Outcome; steps: StepRecord[] }> => {
  const purchase = shop.buy(strategy, await shop.putOnSale(2, strategy), { seam });
  return { outcome: await purchase.outcome, steps: purchase.steps };
};

/** Everything that is derived from steps for display, except times. */
function looks(steps: readonly StepRecord[]) {
  const even = steps.map((step, index) => ({ ...step, startMs: index, endMs: index + 0.5 }));
  const purchase = { steps: even, invokedMs: 0, returnedMs: even.length };
  return {
    kinds: steps.map(({ kind }) => kind),
    spans: spansOf(purchase, null).map(({ tone, label }) => ({ tone, label })),
    bars: barsOf(purchase, new Map(), null).map(({ kind, label, changesStock }) => ({ kind, label, changesStock })),
    time: timeOfSteps(even),
    schedule: scheduleOf({ steps: even }, { steps: even }),
  };
}

describe('a step by any other name', () => {
  it.each([...STRATEGIES, ...VARIANTS].map((strategy) => [strategy.id, strategy] as const))('is coloured, timed, replayed and judged as before: %s', async (_id, strategy) => {
    const [named, renamed] = [await buy(strategy, (same) => same), await buy(strategy, grabbing())];
    expect(renamed.steps.every(({ name }) => name.startsWith('grab row'))).toBe(true);
    expect(renamed.outcome.kind).toBe(named.outcome.kind);
    expect(looks(renamed.steps)).toEqual(looks(named.steps));
  });

  it.each(['think', 'commit', 'write', 'lock'])('is hit by a fault that is aimed at its kind: %s', async (aim) => {
    const strategy = STRATEGIES.find(({ id }) => id === 'for-update') as Strategy;
    const faults = new FaultControl(shop.pool);
    const purchase = shop.buy(strategy, await shop.putOnSale(2, strategy), { seam: (inner) => faults.aim(grabbing()(inner), { action: 'hold', step: aim }) });
    await expect.poll(() => faults.state().held).toBe(1);
    await faults.release();
    expect((await purchase.outcome).kind).toBe('confirmed');
  });

  it.each(['naive', 'for-update', 'setnx-no-token', 'exists-then-set', 'serializable-no-retry'])('has the same schedules, the same bad ones among them: %s', { timeout: 240_000 }, async (id) => {
    const strategy = STRATEGIES.find((candidate) => candidate.id === id) as Strategy;
    const other = renamedStrategy(strategy);
    registerStrategyFiles([other]);
    const [named, renamed] = await Promise.all(
      [strategy.id, other.id].map((of) => {
        const setup = labSetup({ strategy: of });
        const bounds = searchBounds({ ...setup, strategy: id }, { schedules: 150, seconds: 3_600 });
        // One worker: with more, chance decides which schedules come first if not all of them are run.
        return explore({ databaseUrl: shop.databaseUrl, redisUrls: inject('redisUrls'), setup, bounds, workers: 1 }, new AbortController().signal, () => undefined);
      }),
    );
    const seen = (exploration: typeof named) => exploration?.orders.map(({ schedule, anomalies }) => `${schedule} ${anomalies.join()}`).sort();
    expect(renamed?.verdict).toBe(named?.verdict);
    expect(renamed?.shortest?.schedule).toBe(named?.shortest?.schedule);
    expect(renamed?.violated).toBe(named?.violated);
    expect(seen(renamed)).toEqual(seen(named));
  });
});
