/**
 * The kit for writing strategies. `import { defineStrategy, soldOut } from 'stampede'`. A strategy is one file whose
 * default export is `defineStrategy({ id, class, ... }, (shop, request) => ...)`.
 */
export { defineStrategy, type StrategyDefinition } from './define-strategy';
export { gaveUp, outcomeUnknown, soldOut, type Outcome, type PurchaseRequest } from '@/domain/purchase';
export type { StepKind } from '@/domain/step';
export { SQLSTATE } from '@/stores/postgres/sqlstate';
export type { ApplicationLock } from './application-lock';
export { confirmed } from './confirmed';
export type { Connection } from './connection';
export { redlockLease } from './lease';
export { KeyReused } from './key-reused';
export { keyClaim } from './key-claim';
export { dropLock, isLocked, redisLock, setLock } from './redis-lock';
export type { OrderFields, OrderRow, SoldRow } from './order-row';
export {
  ALL_LOCKED,
  FIVE_RETRIES,
  LEASE_TAKEN,
  LOCK_BYPASSED,
  MUTEX_TAKEN,
  SERIALIZATION_FAILURE,
  TOKEN_TOO_OLD,
  TWIN_UNDER_WAY,
  VERSION_CONFLICT,
  type RetryPolicy,
} from './retry';
export type { Shop } from './shop';
export type { ReadTag, Statement, WriteTag } from './statement';
export type { Purchase, Strategy } from './strategy';
export { sql, type Fragment } from './template';
export type { Transaction, TransactionOptions } from './transaction';
export { tryAgain, type TryAgain } from './try-again';
