import { SQLSTATE } from './sqlstate';

/** The connection that a session began on is gone. `inDoubt`: a write or commit may have taken effect before. */
export class SessionLost extends Error {
  constructor(readonly inDoubt: boolean) {
    super('The connection to Postgres was lost while the purchase was under way.');
    this.name = 'SessionLost';
  }
}

/** Every connection of the pool was in use for too long. Nothing was sent. */
export class NoConnectionFree extends Error {
  constructor(readonly waitedMs: number) {
    super(`No database connection became free within ${waitedMs} ms; nothing was sent.`);
    this.name = 'NoConnectionFree';
  }
}

/** Follows the causes of an error to the server's SQLSTATE; null if there is none. */
export function sqlState(error: unknown): string | null {
  for (const cause of causes(error)) {
    if ('code' in cause && typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code)) return cause.code;
  }
  return null;
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (sqlState(error) !== SQLSTATE.uniqueViolation) return false;
  return causes(error).some((cause) => 'constraint_name' in cause && cause.constraint_name === constraint);
}

/** The whole transaction has to be tried again: nothing of it took effect. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === SQLSTATE.serializationFailure || state === SQLSTATE.deadlockDetected;
}

/** Another session holds the lock, and this statement does not wait, or has waited up to its limit. */
export const isLockNotAvailable = (error: unknown): boolean => sqlState(error) === SQLSTATE.lockNotAvailable;

/**
 * The statement ran into its time limit, or was cancelled: it was undone, and so was its transaction.
 * The limit never interrupts a commit, as the server stops the timer before it; and a COMMIT that is cancelled has not
 * committed, because the server accepts no cancellation once it has begun to write it.
 */
export const isStatementTimeout = (error: unknown): boolean => sqlState(error) === SQLSTATE.queryCanceled;

export const isNoConnectionFree = (error: unknown): boolean => causes(error).some((cause) => cause instanceof NoConnectionFree);

/** PgBouncer refuses a connection with this code, whatever its reason, before a statement was sent. */
const isTurnedAway = (cause: Error): boolean =>
  'code' in cause && cause.code === SQLSTATE.protocolViolation && 'severity' in cause && cause.severity === 'FATAL';

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOENT', 'EHOSTUNREACH', 'ENOTFOUND', 'CONNECT_TIMEOUT']);
const CONNECTION_GONE = new Set<string>([SQLSTATE.adminShutdown, SQLSTATE.crashShutdown, 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'ECONNRESET', 'EPIPE']);

/** There was no connection, so nothing was sent. */
export function isUnreachable(error: unknown): boolean {
  const state = sqlState(error);
  if (state === SQLSTATE.cannotConnectNow || state === SQLSTATE.tooManyConnections) return true;
  return causes(error).some((cause) => isTurnedAway(cause) || ('code' in cause && NEVER_CONNECTED.has(String(cause.code))));
}

const OUT_OF_ROOM = new Set<string | null>([SQLSTATE.diskFull, SQLSTATE.outOfMemory, SQLSTATE.ioError]);

/** The server refused this statement because its machine has no disk space or memory left, and rolled its transaction back. */
export const isOutOfRoom = (error: unknown): boolean => OUT_OF_ROOM.has(sqlState(error));

/** The connection broke under a statement: whether it took effect depends on what the statement was. */
export function isConnectionLoss(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof SessionLost || ('code' in cause && CONNECTION_GONE.has(String(cause.code))));
}

function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) chain.push(next);
  return chain;
}
