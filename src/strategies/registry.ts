import * as advisoryLock from './advisory-lock';
import * as checkConstraint from './check-constraint';
import * as coalesced from './coalesced';
import * as conditionalUpdate from './conditional-update';
import * as existsThenSet from './exists-then-set';
import * as forUpdate from './for-update';
import * as inProcessMutex from './in-process-mutex';
import * as isolationBeforeBegin from './isolation-before-begin';
import * as naive from './naive';
import * as optimisticVersion from './optimistic-version';
import * as redlock from './redlock';
import * as redlockFenced from './redlock-fenced';
import * as relativeDecrement from './relative-decrement';
import * as repeatableRead from './repeatable-read';
import * as serializable from './serializable';
import * as serializableNoRetry from './serializable-no-retry';
import * as setnxNoToken from './setnx-no-token';
import * as skipLocked from './skip-locked';
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
  { id: 'coalesced', class: 'safe', title: 'Coalesced', tagline: 'one transaction for many', needs: ['postgres'], ...coalesced },
  { id: 'transaction-only', class: 'unsafe', title: 'Transaction only', tagline: 'naive between begin and commit', needs: ['postgres'], ...transactionOnly },
  { id: 'relative-decrement', class: 'unsafe', title: 'Relative decrement', tagline: 'check, then stock - n', needs: ['postgres'], ...relativeDecrement },
  { id: 'check-constraint', class: 'unsafe', title: 'CHECK constraint', tagline: 'naive under stock >= 0', needs: ['postgres'], shelf: 'checked-row', ...checkConstraint },
  { id: 'in-process-mutex', class: 'unsafe', title: 'In-process mutex', tagline: 'one lock a replica', needs: ['postgres'], unsafeFromReplicas: 2, ...inProcessMutex },
  { id: 'setnx-no-token', class: 'unsafe', title: 'SETNX, no token', tagline: 'expiry, and a plain DEL', needs: ['postgres', 'redis'], ...setnxNoToken },
  { id: 'exists-then-set', class: 'unsafe', title: 'EXISTS, then SET', tagline: 'ask first, lock later', needs: ['postgres', 'redis'], ...existsThenSet },
  { id: 'isolation-before-begin', class: 'unsafe', title: 'Isolation before BEGIN', tagline: 'silently read committed', needs: ['postgres'], ...isolationBeforeBegin },
  { id: 'serializable-no-retry', class: 'loses-sales', title: 'Serializable, no retry', tagline: 'correct, and turns away', needs: ['postgres'], ...serializableNoRetry },
];

const byId = new Map(STRATEGIES.map((strategy) => [strategy.id, strategy]));

export const findStrategy = (id: string): Strategy | null => byId.get(id) ?? null;

/** Where the units of a sale are counted for this strategy. */
export const shelfOf = ({ shelf }: Strategy): ShelfKind => shelf ?? 'row';
