import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { BuyResult } from './buy';

/** One purchase, once it was answered. */
export interface CountedPurchase {
  strategy: string;
  /** How it ended; `refused` is for what never became a purchase: bad input, an unknown product, a key reused. */
  outcome: string;
  durationMs: number;
  retries: number;
  lockWaits?: number;
}

/** What a gauge asks of a pool of connections when it is read. */
export interface WatchedPool {
  readonly size: number;
  readonly inUse: number;
  readonly waiting: number;
}

/** Milliseconds of a purchase reach from a fraction of one to what a flood makes them wait. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Instruments {
  registry: Registry;
  pools: Set<WatchedPool>;
  purchases: Counter<'strategy' | 'outcome'>;
  durations: Histogram<'strategy'>;
  retries: Counter<'strategy'>;
  lockWaits: Counter<'strategy'>;
  unread: Map<string, UnreadPurchases>;
}

/**
 * Purchases of one strategy that the registry does not know yet. It hashes the labels of everything that it counts, which is
 * too much for every purchase: it gets them when it is read, or when so many durations have come together.
 */
interface UnreadPurchases {
  outcomes: Map<string, number>;
  durationsS: number[];
  retries: number;
  lockWaits: number;
}

const UNREAD_AT_MOST = 1_000;

const KEY = Symbol.for('stampede.metrics');
const holder = globalThis as { [KEY]?: Instruments };

/** The metrics of this process. They hang on the global object, because Next bundles each route on its own. */
const instruments = (): Instruments => (holder[KEY] ??= makeInstruments());

/** The registry of this process, with everything counted up to now. */
export const registry = (): Registry => {
  bringToRegistry(instruments());
  return instruments().registry;
};

/** Counts a purchase. Cheap enough for every one of a flood. */
export function countPurchase({ strategy, outcome, durationMs, retries, lockWaits = 0 }: CountedPurchase): void {
  const unread = unreadOf(strategy);
  unread.outcomes.set(outcome, (unread.outcomes.get(outcome) ?? 0) + 1);
  unread.retries += retries;
  unread.lockWaits += lockWaits;
  unread.durationsS.push(durationMs / 1_000);
  if (unread.durationsS.length >= UNREAD_AT_MOST) bringToRegistry(instruments());
}

/** Counts what came of a purchase; an order that is only replayed was counted the first time. */
export function countResult(strategy: string, result: BuyResult, durationMs: number): void {
  if (result.kind === 'refused') countRefused(strategy, durationMs);
  else if (!result.replayed) countPurchase({ strategy, outcome: result.outcome.kind, durationMs, retries: Math.max(0, result.tally.attempts - 1), lockWaits: result.tally.lockWaits });
}

/** Counts what never became a purchase. */
export const countRefused = (strategy: string, durationMs: number): void => countPurchase({ strategy, outcome: 'refused', durationMs, retries: 0 });

/** Shows a pool in `stampede_pool_connections`. */
export const watchPool = (pool: WatchedPool): void => void instruments().pools.add(pool);

/** Everything that this process counts, in the format that Prometheus reads. */
export const metricsText = (): Promise<string> => registry().metrics();

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

function unreadOf(strategy: string): UnreadPurchases {
  const { unread } = instruments();
  let found = unread.get(strategy);
  if (!found) unread.set(strategy, (found = { outcomes: new Map(), durationsS: [], retries: 0, lockWaits: 0 }));
  return found;
}

function bringToRegistry({ unread, purchases, durations, retries, lockWaits }: Instruments): void {
  for (const [strategy, counts] of unread) {
    for (const [outcome, count] of counts.outcomes) purchases.inc({ strategy, outcome }, count);
    const duration = durations.labels(strategy);
    for (const seconds of counts.durationsS) duration.observe(seconds);
    if (counts.retries > 0) retries.inc({ strategy }, counts.retries);
    if (counts.lockWaits > 0) lockWaits.inc({ strategy }, counts.lockWaits);
  }
  unread.clear();
}

function makeInstruments(): Instruments {
  const registry = new Registry();
  const registers = [registry];
  const pools = new Set<WatchedPool>();
  collectDefaultMetrics({ register: registry });
  const poolGauge = new Gauge({
    name: 'stampede_pool_connections',
    help: 'Database connections of the shop: how many there are, are lent to purchases, and are waited for.',
    labelNames: ['state'] as const,
    registers,
    collect: () => {
      const sum = (of: (pool: WatchedPool) => number): number => [...pools].reduce((total, pool) => total + of(pool), 0);
      poolGauge.set({ state: 'size' }, sum(({ size }) => size));
      poolGauge.set({ state: 'in_use' }, sum(({ inUse }) => inUse));
      poolGauge.set({ state: 'waiting' }, sum(({ waiting }) => waiting));
    },
  });
  return {
    registry,
    pools,
    unread: new Map(),
    purchases: new Counter({ name: 'stampede_purchases_total', help: 'Purchases answered, by strategy and outcome.', labelNames: ['strategy', 'outcome'] as const, registers }),
    durations: new Histogram({ name: 'stampede_purchase_duration_seconds', help: 'How long a purchase took in the shop.', labelNames: ['strategy'] as const, buckets: SECONDS, registers }),
    retries: new Counter({ name: 'stampede_purchase_retries_total', help: 'Attempts of purchases beyond the first.', labelNames: ['strategy'] as const, registers }),
    lockWaits: new Counter({ name: 'stampede_purchase_lock_waits_total', help: 'Times that a purchase found a lock taken and tried again.', labelNames: ['strategy'] as const, registers }),
  };
}
