import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { freePort } from './free-port';
import { killWithParent } from './kill-with-parent';
import { logTail } from './log-tail';
import { ServiceMissingError } from './service-missing-error';
import { spawnService, type ServiceProcess } from './spawn-service';
import { stopGently, stopProcess } from './stop-process';

export interface ShopOptions {
  count: number;
  /** The first of the ports to try; null for any. */
  firstPort: number | null;
  stateDir: string;
  databaseUrl: string;
  redis: { urls: readonly string[] } | { unavailable: string };
  poolSize: number;
  /** The NATS for their events; null for the bus in memory. */
  natsUrl: string | null;
  /** How long a shop may take to stop, if the environment sets it; else the shop's default. */
  drainMs?: number;
  stopWithinMs?: number;
  /** The heap limit in MB; Node's default if absent. */
  heapMb?: number;
  /** The name of the logs; the number of the shop is appended. */
  logName?: string;
  /** Further settings, such as STAMPEDE_SLOW_MS; otherwise the shops inherit ours. */
  env?: Readonly<Record<string, string>>;
}

export interface ShopServers {
  urls: string[];
  logFiles: string[];
  /** Whether one of them has ended by itself. */
  haveEnded(): boolean;
  /** Restarts those that have ended, on their ports; returns how many. */
  revive(): Promise<number>;
  /** Restarts all of them, on their ports, from the current bundle. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Shop {
  index: number;
  port: number;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
/** The default of the setting. */
const STOP_WITHIN_MS = 10_000;

/** Starts the shops, side by side. Throws `ServiceMissingError` if one does not listen within 20 s; then none is left running. */
export async function startShops(options: ShopOptions): Promise<ShopServers> {
  const ports: number[] = [];
  for (let index = 0; index < options.count; index++) {
    ports.push(await freePort(options.firstPort === null ? 0 : options.firstPort + index, ports));
  }
  const shops = await allOrNone(
    ports.map((port, index) =>
      // Another process may have been faster to take the port: then any other.
      startShop(options, index, port).catch(async (error: unknown) => {
        if (!String(error).includes('EADDRINUSE')) throw error;
        return startShop(options, index, await freePort(0, ports));
      }),
    ),
  );
  const startAnew = async (chosen: readonly Shop[]) => {
    await Promise.all(
      chosen.map(async (shop) => {
        await shop.stop();
        shops[shop.index] = await startShop(options, shop.index, shop.port);
      }),
    );
    return chosen.length;
  };
  // One call after the other: a shop that is down because it is being restarted must not be revived as well.
  const exclusively = oneAtATime();
  return {
    urls: shops.map(({ port }) => `http://127.0.0.1:${String(port)}`),
    logFiles: shops.map(({ index }) => logFileOf(options, index)),
    haveEnded: () => shops.some((shop) => shop.hasEnded()),
    revive: () => exclusively(() => startAnew(shops.filter((shop) => shop.hasEnded()))),
    restart: () => exclusively(() => startAnew(shops)).then(() => undefined),
    stop: () => exclusively(() => Promise.all(shops.map((shop) => shop.stop()))).then(() => undefined),
  };
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

async function allOrNone(starting: readonly Promise<Shop>[]): Promise<Shop[]> {
  const results = await Promise.allSettled(starting);
  const shops = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure === undefined) return shops;
  await Promise.all(shops.map((shop) => shop.stop()));
  throw failure.reason;
}

async function startShop(options: ShopOptions, index: number, port: number): Promise<Shop> {
  const logFile = logFileOf(options, index);
  const shop = await spawnService({
    command: process.execPath,
    args: ['--enable-source-maps', ...(options.heapMb === undefined ? [] : [`--max-old-space-size=${String(options.heapMb)}`]), join(buildFolder(), 'shop.mjs')],
    logFile,
    ipc: true,
    options: { cwd: projectRoot(), env: shopEnvironment(options, index, port) },
  });
  // The channel ends with us, and then the shop ends by itself; the watcher is for one that hangs.
  const spare = killWithParent({ pid: shop.identity.pid, signal: 'TERM' });
  const stop = async () => {
    await stopProcess(shop.identity, stopGently({ drainMs: options.drainMs ?? 0, stopWithinMs: options.stopWithinMs ?? STOP_WITHIN_MS }));
    spare();
  };
  const listening = await listeningPort(shop);
  if (listening !== null) return { index, port: listening, hasEnded: shop.hasEnded, stop };
  await stop();
  throw new ServiceMissingError(
    'shops',
    `Shop ${String(index + 1)} did not start to listen; nothing was sold.\n${logTail(logFile, 25)}`,
  );
}

const logFileOf = ({ stateDir, logName = 'shop' }: ShopOptions, index: number): string => join(stateDir, 'logs', `${logName}-${String(index + 1)}.log`);

function shopEnvironment(options: ShopOptions, index: number, port: number): NodeJS.ProcessEnv {
  return childEnvironment({
    ...options.env,
    DATABASE_URL: options.databaseUrl,
    REDIS_URLS: 'urls' in options.redis ? options.redis.urls.join(',') : null,
    STAMPEDE_REDIS_UNAVAILABLE: 'urls' in options.redis ? null : options.redis.unavailable,
    EVENT_BUS: options.natsUrl === null ? 'memory' : 'nats',
    NATS_URL: options.natsUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    STAMPEDE_POOL_SIZE: String(options.poolSize),
    STAMPEDE_SHOP_INDEX: String(index),
    STAMPEDE_STATE_DIR: options.stateDir,
    STAMPEDE_ROOT: projectRoot(),
    // We started it, on this machine only, so faults may break it.
    STAMPEDE_ALLOW_FAULTS: '1',
    NODE_ENV: 'production',
  });
}

/** The port that the shop reports; null if it ended or reported none. */
function listeningPort({ child }: ServiceProcess): Promise<number | null> {
  return new Promise((resolve) => {
    const settle = (port: number | null) => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      // The channel stays open, but must not keep a finished command alive.
      child.channel?.unref();
      resolve(port);
    };
    const timer = setTimeout(settle, START_TIMEOUT_MS, null);
    child.once('exit', () => {
      settle(null);
    });
    child.on('message', (message) => {
      const { kind, port } = message as { kind?: unknown; port?: unknown };
      if (kind === 'listening' && typeof port === 'number') settle(port);
    });
  });
}
