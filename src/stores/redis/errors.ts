/** What ioredis says when a server could not be reached, was lost, or did not answer in time. It gives no codes for these. */
const LOST = /^(Connection is closed\.|Command timed out|Stream isn't writeable and enableOfflineQueue options is false|Reached the max retries per request limit)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** The answer of a server that is starting or stopping. */
const NOT_READY = /^(LOADING|UNKILLABLE|MASTERDOWN|READONLY)/;

/** Whether a Redis could not be reached: the command may or may not have been executed. */
export function isRedisLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (LOST.test(error.message) || NOT_READY.test(error.message)) return true;
  return 'syscall' in error && 'code' in error && NETWORK.has(String(error.code)) && isFromIoredis(error);
}

/** Postgres connections are lost with the same codes; those errors do not come through ioredis. */
const isFromIoredis = (error: Error): boolean => /ioredis/.test(error.stack ?? '');

/** Whether the command was certainly not executed: it was never sent, or the server said that it is not ready. */
export function neverReachedRedis(error: unknown): boolean {
  return error instanceof Error && (error.message.startsWith("Stream isn't writeable") || NOT_READY.test(error.message));
}

/** The stream or its consumer group does not exist: it was never created, or Redis has lost its data. */
export function isMissingGroup(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|no such key/i.test(error.message);
}
