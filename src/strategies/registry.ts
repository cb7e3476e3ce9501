import * as advisoryLock from './advisory-lock';
import * as checkConstraint from './check-constraint';
import * as coalesced from './coalesced';
import * as conditionalUpdate from './conditional-update';
import * as decrThenCheck from './decr-then-check';
import * as eventSourced from './event-sourced';
import * as existsThenSet from './exists-then-set';
import * as forUpdate from './for-update';
import * as inProcessMutex from './in-process-mutex';
import * as isolationBeforeBegin from './isolation-before-begin';
import * as naive from './naive';
import * as optimisticVersion from './optimistic-version';
import * as redisLua from './redis-lua';
import * as redlock from './redlock';
import * as redlockFenced from './redlock-fenced';
import * as relativeDecrement from './relative-decrement';
import * as repeatableRead from './repeatable-read';
import * as serializable from './serializable';
import * as serializableNoRetry from './serializable-no-retry';
import * as setnxNoToken from './setnx-no-token';
import * as skipLocked from './skip-locked';
import * as conditionalUpdateTransaction from './variants/conditional-update-transaction';
import * as eventSourcedAdvisoryLock from './variants/event-sourced-advisory-lock';
import * as forUpdateCartAnyOrder from './variants/for-update-cart-any-order';
import * as forUpdateCartInOrder from './variants/for-update-cart-in-order';
import * as forUpdateLockTimeout from './variants/for-update-lock-timeout';
import * as forUpdateNoKey from './variants/for-update-no-key';
import * as forUpdateNowait from './variants/for-update-nowait';
import type { ShelfKind } from '@/domain/strategy';
import type { Strategy } from './strategy';
import * as transactionOnly from './transaction-only';

/** Every strategy there is, in the order in which they are shown. A file that is missing here fails a test. */
export const STRATEGIES: readonly Strategy[] = [
  { id: 'naive', class: 'unsafe', title: 'Naive', tagline: 'read, think, write back', needs: ['postgres'], ...naive },
  { id: 'optimistic-version', class: 'safe', title: 'Version column', tagline: 'optimistic, retried', needs: ['postgres'], ...optimisticVersion },
  { id: 'for-update', class: 'safe', title: 'FOR UPDATE', tagline: 'pessimistic row lock', needs: ['postgres'], ...forUpdate },
  { id: 'conditional-update', class: 'safe', title: 'Conditional UPDATE', tagline: 'where stock >= n', needs: ['postgres'], ...conditionalUpdate },
  { id: 'redlock', class: 'safe', title: 'Redlock', tagline: 'lease on 3 of 5 Redis', needs: ['postgres', 'redis'], ...redlock },
  { id: 'redlock-fenced', class: 'safe', title: 'Redlock, fenced', tagline: 'lease plus fencing token', needs: ['postgres', 'redis'], ...redlockFenced },
  { id: 'advisory-lock', class: 'safe', title: 'Advisory lock', tagline: 'a lock with a number', needs: ['postgres'], ...advisoryLock },
  { id: 'serializable', class: 'safe', title: 'Serializable', tagline: 'as if one by one, retried', needs: ['postgres'], ...serializable },
  { id: 'repeatable-read', class: 'safe', title: 'Repeatable read', tagline: 'first updater wins, retried', needs: ['postgres'], ...repeatableRead },
  { id: 'skip-locked', class: 'safe', title: 'SKIP LOCKED', tagline: 'one row a unit', needs: ['postgres'], shelf: 'units', ...skipLocked },
  { id: 'redis-lua', class: 'safe', title: 'Redis Lua', tagline: 'reserved, then settled', needs: ['postgres', 'redis'], shelf: 'redis', ...redisLua },
  { id: 'event-sourced', class: 'safe', title: 'Event-sourced', tagline: 'unique (stream, version)', needs: ['postgres'], shelf: 'events', ...eventSourced },
  { id: 'coalesced', class: 'safe', title: 'Coalesced', tagline: 'one transaction for many', needs: ['postgres'], ...coalesced },
  { id: 'transaction-only', class: 'unsafe', title: 'Transaction only', tagline: 'naive between begin and commit', needs: ['postgres'], ...transactionOnly },
  { id: 'relative-decrement', class: 'unsafe', title: 'Relative decrement', tagline: 'check, then stock - n', needs: ['postgres'], ...relativeDecrement },
  { id: 'check-constraint', class: 'unsafe', title: 'CHECK constraint', tagline: 'naive under stock >= 0', needs: ['postgres'], shelf: 'checked-row', ...checkConstraint },
  { id: 'in-process-mutex', class: 'unsafe', title: 'In-process mutex', tagline: 'one lock a replica', needs: ['postgres'], unsafeFromReplicas: 2, ...inProcessMutex },
  { id: 'setnx-no-token', class: 'unsafe', title: 'SETNX, no token', tagline: 'expiry, and a plain DEL', needs: ['postgres', 'redis'], outlivesItsLock: true, ...setnxNoToken },
  { id: 'exists-then-set', class: 'unsafe', title: 'EXISTS, then SET', tagline: 'ask first, lock later', needs: ['postgres', 'redis'], ...existsThenSet },
  { id: 'isolation-before-begin', class: 'unsafe', title: 'Isolation before BEGIN', tagline: 'silently read committed', needs: ['postgres'], ...isolationBeforeBegin },
  { id: 'serializable-no-retry', class: 'loses-sales', title: 'Serializable, no retry', tagline: 'correct, and turns away', needs: ['postgres'], ...serializableNoRetry },
  { id: 'decr-then-check', class: 'loses-sales', title: 'DECR, then check', tagline: 'take first, give back later', needs: ['postgres', 'redis'], shelf: 'redis', ...decrThenCheck },
];

/**
 * Strategies with one thing done otherwise, to be compared with the one they are named after. They are run when they are named,
 * and never by `safe`, `unsafe` or `all`.
 */
export const VARIANTS: readonly Strategy[] = [
  { id: 'for-update:no-key', class: 'safe', title: 'FOR NO KEY UPDATE', tagline: 'leaves foreign keys alone', needs: ['postgres'], ...forUpdateNoKey },
  { id: 'for-update:nowait', class: 'loses-sales', title: 'FOR UPDATE NOWAIT', tagline: 'never queues, turns away', needs: ['postgres'], ...forUpdateNowait },
  { id: 'for-update:lock-timeout', class: 'safe', title: 'FOR UPDATE, lock_timeout', tagline: 'a limit for each wait', needs: ['postgres'], ...forUpdateLockTimeout },
  { id: 'for-update:cart-any-order', class: 'loses-sales', title: 'Cart, any order', tagline: 'two row locks, as they come', needs: ['postgres'], carts: true, ...forUpdateCartAnyOrder },
  { id: 'for-update:cart-in-order', class: 'safe', title: 'Cart, in order', tagline: 'two row locks, sorted', needs: ['postgres'], carts: true, ...forUpdateCartInOrder },
  { id: 'conditional-update:transaction', class: 'safe', title: 'Conditional, in a transaction', tagline: 'waits, and checks again', needs: ['postgres'], ...conditionalUpdateTransaction },
  { id: 'event-sourced:advisory-lock', class: 'safe', title: 'Event-sourced, locked', tagline: 'the second way in', needs: ['postgres'], shelf: 'events', ...eventSourcedAdvisoryLock },
];

const byId = new Map([...STRATEGIES, ...VARIANTS].map((strategy) => [strategy.id, strategy]));

/** A strategy or a variant of one. */
export const findStrategy = (id: string): Strategy | null => byId.get(id) ?? null;

/** The file of a strategy or variant, from the root of the project. */
export const strategyFile = (id: string): string => (id.includes(':') ? `src/strategies/variants/${id.replace(':', '-')}.ts` : `src/strategies/${id}.ts`);

/** Where the units of a sale are counted for this strategy. */
export const shelfOf = ({ shelf }: Strategy): ShelfKind => shelf ?? 'row';
