import { Redis } from 'ioredis';

/** What a Redis server reports about itself. */
export interface RedisAnswer {
  pid: number;
  version: string;
  /** Its working folder; null if the server does not reveal it (managed services forbid CONFIG). */
  folder: string | null;
}

/** Connects once and asks. Returns the reason, as a string, if it does not answer within two seconds. */
export async function askRedis(url: string): Promise<RedisAnswer | string> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
  });
  let reason = 'no answer';
  client.on('error', (error: Error) => (reason = error.message));
  try {
    await client.connect();
    const info = await client.info('server');
    const folder = await client.config('GET', 'dir').then(folderOf, () => null);
    const field = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim();
    return { pid: Number(field('process_id')), version: field('valkey_version') ?? field('redis_version') ?? '?', folder };
  } catch (error) {
    return error instanceof Error && !/closed/i.test(error.message) ? error.message : reason;
  } finally {
    client.disconnect();
  }
}

function folderOf(reply: unknown): string | null {
  return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : null;
}
