import { createHash } from 'node:crypto';

/**
 * A short name for a database, to be part of every key that counts for it: two databases that share a Redis use the same product
 * ids, and would otherwise sell each other's stock. Made from host, port and name, so it differs when the same server
 * is reached under another name: all processes that sell from one database must use the same URL.
 */
export function databaseNamespace(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  const host = LOOPBACK.has(hostname) ? 'localhost' : hostname;
  return createHash('sha256').update(`${host}:${port || '5432'}${pathname}`).digest('hex').slice(0, 12);
}

const LOOPBACK = new Set(['', 'localhost', '127.0.0.1', '[::1]']);
