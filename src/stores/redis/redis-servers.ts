import { Redis, type RedisOptions } from 'ioredis';
import Redlock from 'redlock';

/** Independent Redis servers and the lock manager over them. */
export interface RedisServers {
  clients: Redis[];
  redlock: Redlock;
  /** The first of them, for what needs only one server. Null if there is none. */
  counter: Redis | null;
  close(): Promise<void>;
}

/**
 * Connects to independent Redis servers (Redlock wants five). Commands to a server that is down fail at once instead of
 * waiting in a queue: a lease that is granted late is useless.
 */
export function openRedisServers(urls: readonly string[]): RedisServers {
  return serversOf(urls, (url, options) => new Redis(url, options), (clients, settings) => new Redlock(clients, settings));
}

/** Replies in ioredis's classic form. */
export type ClientOptions = RedisOptions & { replyMapping?: 'legacy' };

/** The same, with the caller's own clients and lock manager. */
export function serversOf(
  urls: readonly string[],
  open: (url: string, options: ClientOptions) => Redis,
  manage: (clients: readonly Redis[], settings: { retryCount: number }) => Redlock,
): RedisServers {
  const clients = urls.map((url) =>
    open(url, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      connectTimeout: 2_000,
      commandTimeout: 2_000,
      retryStrategy: (times) => Math.min(50 * times, 1_000),
    }),
  );
  // A server that is down shows in the answers; an unhandled error event would end the process.
  for (const client of clients) client.on('error', () => undefined);
  // One try: `retryStep` repeats it, so that waiting can be counted, recorded and stepped through.
  const redlock = manage(clients, { retryCount: 0 });
  redlock.on('error', () => undefined);
  return {
    clients,
    redlock,
    counter: clients[0] ?? null,
    close: async () => {
      for (const client of clients) client.disconnect();
    },
  };
}

/** Waits until every server answers or `timeoutMs` has passed; returns those that do not. */
export async function unreachableServers(servers: RedisServers, timeoutMs: number): Promise<string[]> {
  const answers = await Promise.all(
    servers.clients.map((client) => Promise.race([isReady(client), afterTimeout(timeoutMs)])),
  );
  return servers.clients.flatMap((client, index) =>
    answers[index] ? [] : [`${client.options.host ?? ''}:${client.options.port ?? ''}`],
  );
}

function isReady(client: Redis): Promise<boolean> {
  if (client.status === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => client.once('ready', () => resolve(true)));
}

function afterTimeout(milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
}
