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
  /** Where their events go; null for memory. */
  natsUrl: string | null;
  /** How long a shop may take to stop, when it was told so by the environment; else as it does by itself. */
  drainMs?: number;
  stopWithinMs?: number;
  /** The most memory for its objects, in MB; as Node has it unless it says otherwise. */
  heapMb?: number;
  /** What the logs are named for; the number of the shop is added. */
  logName?: string;
  /** Settings beyond these, such as STAMPEDE_SLOW_MS; they have what we have otherwise. */
  env?: Readonly<Record<string, string>>;
}

export interface ShopServers {
  urls: string[];
  logFiles: string[];
  /** Whether one of them has ended by itself. */
  haveEnded(): boolean;
  /** Starts those that have ended again, on their ports; gives how many. */
  revive(): Promise<number>;
  /** Starts all of them anew, on their ports, from the bundle as it is now. */
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
/** As settings have it when nobody says otherwise. */
const STOP_WITHIN_MS = 10_000;

/** Starts the shops, side by side. Throws `ServiceMissingError` when one does not listen in 20 s; then none is left. */
export async function startShops(options: ShopOptions): Promise<ShopServers> {
  const ports: number[] = [];
  for (let index = 0; index < options.count; index++) {
    ports.push(await freePort(options.firstPort === null ? 0 : options.firstPort + index, ports));
  }
  const shops = await allOrNone(
    ports.map((port, index) =>
      // Another command may have been faster to take the port: then any.
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
  // One after the other: a shop that is down because it is being restarted must not be revived as well.
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
  // The channel ends with us, and then the shop goes by itself; the watcher is for one that hangs.
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
    `Shop ${String(index + 1)} did not begin to listen; nothing was sold.\n${logTail(logFile, 25)}`,
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
    // Started by us, on this machine alone, so it may be broken on purpose.
    STAMPEDE_ALLOW_FAULTS: '1',
    NODE_ENV: 'production',
  });
}

/** The port that the shop says it listens on; null when it ended or said nothing. */
function listeningPort({ child }: ServiceProcess): Promise<number | null> {
  return new Promise((resolve) => {
    const settle = (port: number | null) => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      // The channel stays open, but must not keep a command that has done its work alive.
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
