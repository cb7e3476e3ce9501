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

/** Walks the causes of an error to the SQLSTATE that the server gave; null when it gave none. */
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

/** The server asks for the whole transaction to be tried again: nothing of it took effect. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === SQLSTATE.serializationFailure || state === SQLSTATE.deadlockDetected;
}

/** Somebody else holds the lock, and this statement was told not to wait, or not for so long. */
export const isLockNotAvailable = (error: unknown): boolean => sqlState(error) === SQLSTATE.lockNotAvailable;

/**
 * The statement ran into its time limit, or somebody cancelled it: it was taken back, as was the transaction that it stood in.
 * The limit never strikes a commit, as the server stops the clock before it; and a COMMIT that somebody cancels has not
 * committed, because the server lets nobody in once it has begun to write it.
 */
export const isStatementTimeout = (error: unknown): boolean => sqlState(error) === SQLSTATE.queryCanceled;

export const isNoConnectionFree = (error: unknown): boolean => causes(error).some((cause) => cause instanceof NoConnectionFree);

/** PgBouncer closes the door on us with this code, for any reason it has, before a statement was sent. */
const isTurnedAway = (cause: Error): boolean =>
  'code' in cause && cause.code === SQLSTATE.protocolViolation && 'severity' in cause && cause.severity === 'FATAL';

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOENT', 'EHOSTUNREACH', 'ENOTFOUND', 'CONNECT_TIMEOUT']);
const CONNECTION_GONE = new Set<string>([SQLSTATE.adminShutdown, SQLSTATE.crashShutdown, 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'ECONNRESET', 'EPIPE']);

/** No connection could be had, so nothing was sent. */
export function isUnreachable(error: unknown): boolean {
  const state = sqlState(error);
  if (state === SQLSTATE.cannotConnectNow || state === SQLSTATE.tooManyConnections) return true;
  return causes(error).some((cause) => isTurnedAway(cause) || ('code' in cause && NEVER_CONNECTED.has(String(cause.code))));
}

const OUT_OF_ROOM = new Set<string | null>([SQLSTATE.diskFull, SQLSTATE.outOfMemory, SQLSTATE.ioError]);

/** The server refused this statement because its machine has no room left for it, and rolled its transaction back. */
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
