import advisoryLock from './advisory-lock';
import checkConstraint from './check-constraint';
import coalesced from './coalesced';
import conditionalUpdate from './conditional-update';
import decrThenCheck from './decr-then-check';
import eventSourced from './event-sourced';
import existsThenSet from './exists-then-set';
import forUpdate from './for-update';
import inProcessMutex from './in-process-mutex';
import isolationBeforeBegin from './isolation-before-begin';
import naive from './naive';
import optimisticVersion from './optimistic-version';
import redisLua from './redis-lua';
import redlock from './redlock';
import redlockFenced from './redlock-fenced';
import relativeDecrement from './relative-decrement';
import repeatableRead from './repeatable-read';
import serializable from './serializable';
import serializableNoRetry from './serializable-no-retry';
import setnxNoToken from './setnx-no-token';
import skipLocked from './skip-locked';
import conditionalUpdateTransaction from './variants/conditional-update-transaction';
import eventSourcedAdvisoryLock from './variants/event-sourced-advisory-lock';
import forUpdateCartAnyOrder from './variants/for-update-cart-any-order';
import forUpdateCartInOrder from './variants/for-update-cart-in-order';
import forUpdateLockTimeout from './variants/for-update-lock-timeout';
import forUpdateNoKey from './variants/for-update-no-key';
import forUpdateNowait from './variants/for-update-nowait';
import type { StockModel } from '@/domain/stock-model';
import type { Strategy } from '@/kit/strategy';
import transactionOnly from './transaction-only';

/** Every strategy there is, in the order in which they are shown. A file that is missing here fails a test. */
export const STRATEGIES: readonly Strategy[] = [
  naive,
  optimisticVersion,
  forUpdate,
  conditionalUpdate,
  redlock,
  redlockFenced,
  advisoryLock,
  serializable,
  repeatableRead,
  skipLocked,
  redisLua,
  eventSourced,
  coalesced,
  transactionOnly,
  relativeDecrement,
  checkConstraint,
  inProcessMutex,
  setnxNoToken,
  existsThenSet,
  isolationBeforeBegin,
  serializableNoRetry,
  decrThenCheck,
];

/**
 * Strategies that differ in one thing from the one they are named after, for comparison. They are run when they are named,
 * and never by `safe`, `unsafe` or `all`.
 */
export const VARIANTS: readonly Strategy[] = [
  forUpdateNoKey,
  forUpdateNowait,
  forUpdateLockTimeout,
  forUpdateCartAnyOrder,
  forUpdateCartInOrder,
  conditionalUpdateTransaction,
  eventSourcedAdvisoryLock,
];

/** Strategies that this process has loaded from files, in the order of loading. */
const fromFiles = new Map<string, Strategy>();

/** Registers strategies from files when the process starts; a second one with the same id replaces the first. */
export function registerStrategyFiles(strategies: readonly Strategy[]): void {
  for (const strategy of strategies) fromFiles.set(strategy.id, strategy);
}

/** Replaces all registered strategies from files with these. */
export function replaceStrategyFiles(strategies: readonly Strategy[]): void {
  fromFiles.clear();
  registerStrategyFiles(strategies);
}

/** Every strategy, variant and strategy from a file that this process knows. */
export const knownStrategies = (): readonly Strategy[] => [...STRATEGIES, ...VARIANTS, ...fromFiles.values()];

const byId = new Map([...STRATEGIES, ...VARIANTS].map((strategy) => [strategy.id, strategy]));

/** A strategy, a variant of one, or one from a file. */
export const findStrategy = (id: string): Strategy | null => byId.get(id) ?? fromFiles.get(id) ?? null;

/** The file of a strategy or variant, relative to the root of the project; absolute for one from outside. */
export const strategyFile = (id: string): string => fromFiles.get(id)?.file ?? (id.includes(':') ? `src/strategies/variants/${id.replace(':', '-')}.ts` : `src/strategies/${id}.ts`);

/** Where the units of a sale are counted for this strategy. */
export const stockModelOf = ({ stockModel }: Strategy): StockModel => stockModel ?? 'row';
