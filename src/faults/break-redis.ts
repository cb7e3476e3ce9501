import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { poll } from '@/flood/poll';
import { signalProcess } from './shop-control';

/** How long whoever looks after the servers may take to start one again. */
export const COMES_BACK_WITHIN_MS = 30_000;

/** Where Redis keeps what it has to survive a restart. */
const DATA = ['appendonlydir', 'dump.rdb'];

/** Kills these servers (SIGKILL) and waits until every one of them has been started again; `empty` takes their data away first. */
export async function restartRedis(urls: readonly string[], empty: boolean, signal: AbortSignal): Promise<void> {
  const before = await Promise.all(urls.map((url) => ask(url, describe)));
  await Promise.all(
    before.map(async ({ pid, folder }) => {
      // While it still runs: once it is dead, somebody may start it again at any moment.
      const lost = empty ? await takeAway(folder) : [];
      signalProcess(pid, 'SIGKILL');
      await Promise.all(lost.map((path) => rm(path, { recursive: true, force: true })));
    }),
  );
  await Promise.all(
    urls.map((url, index) => poll(async () => (await ask(url, describe)).pid !== before[index]?.pid, COMES_BACK_WITHIN_MS, signal)),
  );
}

async function takeAway(folder: string): Promise<string[]> {
  const moved = await Promise.all(
    DATA.map(async (name) => {
      const away = join(folder, `${name}.lost-${process.pid}`);
      return rename(join(folder, name), away).then(() => away, () => null);
    }),
  );
  return moved.filter((path) => path !== null);
}

async function describe(client: Redis): Promise<{ pid: number; folder: string }> {
  const [info, config] = await Promise.all([client.info('server'), client.config('GET', 'dir')]);
  return { pid: Number(/^process_id:(\d+)/m.exec(info)?.[1]), folder: Array.isArray(config) ? String(config[1]) : '' };
}

/** One question over a connection of its own. Rejects when the server does not answer. */
async function ask<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000, commandTimeout: 2_000, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await question(client);
  } finally {
    client.disconnect();
  }
}
