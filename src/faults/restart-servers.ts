import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { postmasterPid } from '@/stores/postgres/break-postgres';
import { openDatabase } from '@/stores/postgres/database';
import { restartProcesses, signalProcess, untilReplaced } from './processes';

/** Ends Postgres at its first process, without a checkpoint and without a goodbye, and waits until it has come back. */
export async function restartPostgres(databaseUrl: string, signal: 'SIGQUIT' | 'SIGKILL', abort: AbortSignal): Promise<void> {
  await restartProcesses(async () => {
    // A new connection each time: an old one may wait long for a server that is gone.
    const fresh = openDatabase(databaseUrl, 'stampede fault');
    return postmasterPid(fresh).then((pid) => [pid]).finally(() => fresh.close());
  }, abort, signal);
}

/** Where Redis keeps what it has to survive a restart. */
const DATA = ['appendonlydir', 'dump.rdb'];

/** Kills these servers (SIGKILL) and waits until every one of them has come back; `empty` takes their data away first. */
export async function restartRedis(urls: readonly string[], data: 'kept' | 'empty', abort: AbortSignal): Promise<void> {
  const before = await Promise.all(urls.map(describe));
  await Promise.all(
    before.map(async ({ pid, folder }) => {
      // While it still runs: once it is dead, it may be started again at any moment.
      const moved = data === 'empty' ? await moveAway(folder) : [];
      signalProcess(pid, 'SIGKILL');
      await Promise.all(moved.map((path) => rm(path, { recursive: true, force: true })));
    }),
  );
  const pids = (servers: readonly { pid: number }[]): number[] => servers.map(({ pid }) => pid);
  await untilReplaced(pids(before), async () => pids(await Promise.all(urls.map(describe))), abort);
}

async function moveAway(folder: string): Promise<string[]> {
  const moved = await Promise.all(
    DATA.map(async (name) => {
      const away = join(folder, `${name}.lost-${process.pid}`);
      return rename(join(folder, name), away).then(() => away, () => null);
    }),
  );
  return moved.filter((path) => path !== null);
}

/** Over a connection of its own. Rejects when the server does not answer. */
async function describe(url: string): Promise<{ pid: number; folder: string }> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000, commandTimeout: 2_000, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const [info, config] = await Promise.all([client.info('server'), client.config('GET', 'dir')]);
    return { pid: Number(/^process_id:(\d+)/m.exec(info)?.[1]), folder: Array.isArray(config) ? String(config[1]) : '' };
  } finally {
    client.disconnect();
  }
}
