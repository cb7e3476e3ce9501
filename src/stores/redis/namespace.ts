import { createHash } from 'node:crypto';

/**
 * A short name for a database, to be part of every key that counts for it: two databases that share a Redis number their
 * products alike, and would else sell each other's stock. Made from host, port and name, so it differs when the same server
 * is reached under another name; whoever sells one database must know it by one URL.
 */
export function databaseNamespace(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  const host = LOOPBACK.has(hostname) ? 'localhost' : hostname;
  return createHash('sha256').update(`${host}:${port || '5432'}${pathname}`).digest('hex').slice(0, 12);
}

const LOOPBACK = new Set(['', 'localhost', '127.0.0.1', '[::1]']);
