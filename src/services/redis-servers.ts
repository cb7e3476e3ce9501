import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '@/domain/wait-until';
import { withFileLock } from './bootstrap/file-lock.mjs';
import { isAlive, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { freePort } from './free-port';
import { claim, livingClaims, release, type Holder } from './holders';
import { killWithParent } from './kill-with-parent';
import { logTail } from './log-tail';
import { askRedis } from './redis-process';
import { findRedisProgram } from './redis-program';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { spawnService } from './spawn-service';
import { stopProcess } from './stop-process';

export interface RedisOptions {
  /** Absolute. */
  stateDir: string;
  /** The first of the ports to try. */
  port: number;
  noInstall: boolean;
  /** Redlock needs a majority of five. */
  count?: number;
  /** The append-only file by default. */
  persistence?: readonly string[];
}

/** The state folder's Redis servers, shared by all commands of this project that run at the same time. */
export interface RedisServers {
  urls: string[];
  servers: RedisServer[];
  /** False if all of them were already running. */
  started: boolean;
  /** Releases our claim; the last process to do so stops the servers, and the promise resolves after that. */
  stop(): Promise<void>;
}

export interface RedisServer extends ProcessIdentity {
  port: number;
}

/**
 * Leases and reservations outlive the server: a write goes to the append-only file before its answer is sent, so one that is
 * killed comes back with what it had acknowledged. When it reaches the disk is left to the system (`no`): with `everysec` a write
 * may be delayed for two seconds while an fsync is slow, and a killed server then forgets leases that it had granted. A machine that
 * loses its power would need `always`. Source: redis.conf, 'appendfsync'; aof.c, `flushAppendOnlyFile`.
 */
const APPEND_ONLY_FILE = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'no'];
const START_TIMEOUT_MS = 10_000;

/**
 * Provides the state folder's Redis servers: those that are running, and new ones in place of the others.
 * Returns the reason as a sentence if there is no server program; throws `ServiceMissingError` if one does not start.
 */
export async function provideRedis(options: RedisOptions, log: ServiceLog): Promise<RedisServers | { unavailable: string }> {
  const program = await findRedisProgram(options, log);
  if (typeof program !== 'string') return program;
  const lock = join(options.stateDir, 'locks', 'redis.lock');
  return withFileLock(lock, async () => {
    const holder = claim(join(options.stateDir, 'holders', 'redis'));
    try {
      const { servers, spares, startedPorts } = await gather(program, options, holder);
      const ports = servers.map(({ port }) => String(port)).join(', ');
      log(startedPorts === 0 ? `Redis is already running on ports ${ports}` : `started Redis on ports ${ports}`);
      return {
        urls: servers.map(({ port }) => `redis://127.0.0.1:${String(port)}`),
        servers,
        started: startedPorts > 0,
        stop: () => withFileLock(lock, () => letGo(options.stateDir, holder, spares)),
      };
    } catch (error) {
      await letGo(options.stateDir, holder, []);
      throw error;
    }
  });
}

/** Not a process: never alive. */
const NOBODY: ProcessIdentity = { pid: 0, startedAt: 'gone' };

interface Gathered {
  servers: RedisServer[];
  spares: (() => void)[];
  startedPorts: number;
}

/** One server for each place, in sequence; `startedPorts` counts those that were not running. */
async function gather(program: string, options: RedisOptions, holder: Holder): Promise<Gathered> {
  const recorded = recordedRedis(options.stateDir);
  const count = options.count ?? 5;
  const places = await Promise.all(Array.from({ length: count }, (_, place) => ours(options, place, recorded[place])));
  const taken = recorded.map(({ port }) => port);
  const ports: number[] = [];
  for (const [place, running] of places.entries()) {
    // A server that died is restarted on its own port, where its clients look for it.
    const wanted = recorded[place]?.port ?? options.port + place;
    const others = taken.filter((port) => port !== wanted);
    ports.push(running?.port ?? (await freePort(wanted, [...others, ...ports])));
  }
  const started = await Promise.allSettled(
    places.map((running, place) =>
      running === null
        ? startServer(program, options, place, ports[place] ?? 0, holder).catch(async (error: unknown) => {
            // Another process may have been faster to take the port: then any other.
            if (!/Address already in use/.test(String(error))) throw error;
            return startServer(program, options, place, await freePort(0, ports), holder);
          })
        : Promise.resolve(gathered(running, holder)),
    ),
  );
  const here = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const servers = here.map(({ server }) => server);
  // A place whose server did not start keeps its port, and the others keep their places.
  writeRecord(
    options.stateDir,
    started.map((result, place) => (result.status === 'fulfilled' ? result.value.server : { ...NOBODY, port: ports[place] ?? 0 })),
  );
  const failure = started.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return { servers, spares: here.map(({ spare }) => spare), startedPorts: places.filter((running) => running === null).length };
}

interface GatheredServer {
  server: RedisServer;
  spare: () => void;
}

const gathered = (server: RedisServer, holder: Holder): GatheredServer => ({
  server,
  spare: killWithParent({ pid: server.pid, signal: 'TERM', holder }),
});

const folderOf = (options: RedisOptions, place: number): string => join(options.stateDir, 'redis', String(place + 1));

/** The recorded server, if it is still running, is that same process, and works in our folder. */
async function ours(options: RedisOptions, place: number, server: RedisServer | undefined): Promise<RedisServer | null> {
  if (server === undefined || !isAlive(server)) return null;
  const answer = await askRedis(`redis://127.0.0.1:${String(server.port)}`);
  if (typeof answer !== 'string' && answer.pid === server.pid && answer.folder === folderOf(options, place)) return server;
  return null;
}

async function startServer(
  program: string,
  options: RedisOptions,
  place: number,
  port: number,
  holder: Holder,
): Promise<GatheredServer> {
  const folder = folderOf(options, place);
  const logFile = join(options.stateDir, 'logs', `redis-${String(place + 1)}.log`);
  mkdirSync(folder, { recursive: true });
  const { identity, hasEnded } = await spawnService({
    command: program,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--pidfile', join(folder, 'pid')],
      ...['--daemonize', 'no', ...(options.persistence ?? APPEND_ONLY_FILE)],
    ],
    logFile,
  });
  const server = gathered({ ...identity, port }, holder);
  const answer = await waitUntil(
    'Redis has started',
    async () => {
      if (hasEnded()) return 'ended';
      const answer = await askRedis(`redis://127.0.0.1:${String(port)}`);
      return typeof answer !== 'string' && answer.pid === identity.pid ? 'ready' : null;
    },
    { within: START_TIMEOUT_MS },
  ).catch(() => null);
  if (answer === 'ready') return server;
  await stopProcess(identity);
  server.spare();
  throw new ServiceMissingError(
    'redis',
    `Redis (${program}) did not start on port ${String(port)}; nothing was changed.\n${logTail(logFile)}\n` +
      'Fix the cause, or set REDIS_URLS to five servers.',
  );
}

/** Releases the claim and, if it was the last, stops the servers. Takes the lock. */
async function letGo(stateDir: string, holder: Holder, spares: readonly (() => void)[]): Promise<void> {
  if (release(holder)) await stopRecorded(stateDir);
  for (const spare of spares) spare();
}

async function stopRecorded(stateDir: string): Promise<number> {
  const running = recordedRedis(stateDir).filter(isAlive);
  await Promise.all(running.map((server) => stopProcess(server)));
  return running.length;
}

/** Stops Redis servers of this state folder that no running process has a claim on. True if there were any. */
export async function stopOrphanedRedis(stateDir: string): Promise<boolean> {
  return withFileLock(join(stateDir, 'locks', 'redis.lock'), async () => {
    if (livingClaims(join(stateDir, 'holders', 'redis')).length > 0) return false;
    return (await stopRecorded(stateDir)) > 0;
  });
}

const recordFile = (stateDir: string): string => join(stateDir, 'redis', 'servers.json');

function writeRecord(stateDir: string, servers: readonly RedisServer[]): void {
  mkdirSync(join(stateDir, 'redis'), { recursive: true });
  writeFileSync(recordFile(stateDir), JSON.stringify(servers));
}

/** The servers that were last started here, whether or not they are still running. */
export function recordedRedis(stateDir: string): RedisServer[] {
  try {
    return JSON.parse(readFileSync(recordFile(stateDir), 'utf8')) as RedisServer[];
  } catch {
    return [];
  }
}
