/** What ioredis says when a server could not be reached, was lost, or did not answer in time. It gives no codes for these. */
const LOST = /^(Connection is closed\.|Command timed out|Stream isn't writeable and enableOfflineQueue options is false|Reached the max retries per request limit)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** A server that starts or stops answers so. */
const NOT_READY = /^(LOADING|UNKILLABLE|MASTERDOWN|READONLY)/;

/** Whether a Redis was out of reach: the command may or may not have been carried out. */
export function isRedisLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (LOST.test(error.message) || NOT_READY.test(error.message)) return true;
  return 'syscall' in error && 'code' in error && NETWORK.has(String(error.code)) && isFromIoredis(error);
}

/** Postgres loses connections with the same codes; theirs do not pass through ioredis. */
const isFromIoredis = (error: Error): boolean => /ioredis/.test(error.stack ?? '');

/** Whether the command was certainly not carried out: it was never sent, or the server said that it does not serve yet. */
export function neverReachedRedis(error: unknown): boolean {
  return error instanceof Error && (error.message.startsWith("Stream isn't writeable") || NOT_READY.test(error.message));
}

/** The stream or its consumer group is not there: nobody has created it, or Redis has lost its data. */
export function isMissingGroup(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|no such key/i.test(error.message);
}
