import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { waitUntil } from '@/domain/wait-until';
import { withFileLock } from './bootstrap/file-lock.mjs';
import type { ProcessIdentity } from './bootstrap/process-identity.mjs';
import { freePort } from './free-port';
import { claim, livingClaims, release, type Holder } from './holders';
import { killWithParent } from './kill-with-parent';
import { logTail } from './log-tail';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { ensureCluster, type PostgresCluster } from './postgres-cluster';
import { elsewhereFor, postgresHome, type PostgresHome } from './postgres-home';
import { askPostgres, clearMisleadingPid, ensureDatabase, postgresUrl, runningPostgres } from './postgres-process';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { spawnService } from './spawn-service';
import { stopProcess, type StopPlan } from './stop-process';

export interface PostgresOptions {
  /** Absolute; the data, the log and the locks are below it. */
  stateDir: string;
  /** Used if it is free, else any other. */
  port: number;
  /** Runs on the started server before any other process may use it. */
  prepare?: (databaseUrl: string) => Promise<void>;
}

/** A Postgres on the state folder's data, shared by all commands of this project that run at the same time. */
export interface PostgresServer {
  url: string;
  port: number;
  identity: ProcessIdentity;
  /** False if it was already running. */
  started: boolean;
  /** Releases our claim; the last process to do so stops the server, and the promise resolves after that. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const WORKERS_GO_MS = 500;

/** SIGINT is Postgres's fast shutdown; SIGQUIT leaves the rest to recovery at the next start. Never SIGKILL. */
const STOP_POSTGRES: StopPlan = {
  signals: [
    { signal: 'SIGINT', waitMs: 20_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
  ],
};

/**
 * Provides the state folder's Postgres: the one that is running, whether it is another command's or left by one that was
 * killed, else a new one. Throws `ServiceMissingError` with the end of the log if it cannot be provided.
 */
export async function providePostgres(options: PostgresOptions, log: ServiceLog): Promise<PostgresServer> {
  const lock = join(options.stateDir, 'locks', 'postgres.lock');
  const onWait = (pid: number) => {
    log(`waiting for process ${String(pid)}, which is starting or stopping Postgres`);
  };
  return withFileLock(
    lock,
    async () => {
      const home = postgresHome(options.stateDir, log);
      const binaries = await postgresBinaries(home, log);
      const cluster = await ensureCluster(home, binaries, log);
      // Claimed before the check, so that a command that ends just now leaves the server to us.
      const holder = claim(join(options.stateDir, 'holders', 'postgres'));
      try {
        const { spare, ...running } =
          (await adopt(cluster, holder, log)) ?? (await start(options, home, binaries, cluster, holder, log));
        const server: PostgresServer = {
          ...running,
          url: postgresUrl(cluster, running.port),
          stop: () => withFileLock(lock, () => letGo(cluster, holder, spare)),
        };
        await prepareOrStop(server, () => letGo(cluster, holder, spare), cluster, options);
        return server;
      } catch (error) {
        release(holder);
        throw error;
      }
    },
    { onWait },
  );
}

type Found = Pick<PostgresServer, 'identity' | 'port' | 'started'> & { spare: () => void };

/** The server that is already running on the data; null if there is none, or none that will answer again. */
async function adopt(cluster: PostgresCluster, holder: Holder, log: ServiceLog): Promise<Found | null> {
  const running = runningPostgres(cluster.dataDir);
  if (running === null) return null;
  const url = postgresUrl(cluster, running.port, 'postgres');
  const answer = await waitUntil(
    'the running Postgres answers',
    async () => {
      if (runningPostgres(cluster.dataDir) === null) return 'gone';
      const answer = await askPostgres(url);
      return answer.kind === 'not-yet' ? null : answer;
    },
    { within: START_TIMEOUT_MS },
  ).catch(() => null);
  if (answer === 'gone') return null;
  if (answer?.kind === 'ready') {
    log(`Postgres is already running on port ${String(running.port)}`);
    const spare = killWithParent({ pid: running.identity.pid, signal: 'INT', holder });
    return { ...running, started: false, spare };
  }
  log(`a Postgres on ${cluster.dataDir} (process ${String(running.identity.pid)}) refuses our connection: stopping it`);
  if (await stopProcess(running.identity, STOP_POSTGRES)) return null;
  throw new ServiceMissingError(
    'postgres',
    `A Postgres of this project (process ${String(running.identity.pid)}) neither answers nor stops. ` +
      'Nothing else was started. End that process and run the command again.',
  );
}

async function start(
  options: PostgresOptions,
  home: PostgresHome,
  binaries: PostgresBinaries,
  cluster: PostgresCluster,
  holder: Holder,
  log: ServiceLog,
): Promise<Found> {
  const logFile = join(options.stateDir, 'logs', 'postgres.log');
  const taken: number[] = [];
  clearMisleadingPid(cluster.dataDir);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.port, taken);
    const server = await spawnService({
      command: binaries.postgres,
      args: serverArguments(cluster.dataDir, port),
      logFile,
      options: { cwd: home.folder, ...(home.user ?? {}) },
    });
    const spare = killWithParent({ pid: server.identity.pid, signal: 'INT', holder });
    const url = postgresUrl(cluster, port, 'postgres');
    const answer = await waitUntil(
      'Postgres has started',
      async () => {
        if (server.hasEnded()) return 'ended';
        const answer = await askPostgres(url);
        return answer.kind === 'ready' ? 'ready' : null;
      },
      { within: START_TIMEOUT_MS },
    ).catch(() => null);
    if (answer === 'ready') {
      log(`started Postgres on port ${String(port)}`);
      return { identity: server.identity, port, started: true, spare };
    }
    await stopProcess(server.identity, STOP_POSTGRES);
    spare();
    const why = logTail(logFile, 8);
    // Another process may have taken the port between our check and the server's start.
    const portIsTaken = /could not bind|Address already in use/.test(why);
    if (portIsTaken) taken.push(port);
    if (attempt < 4 && portIsTaken) continue;
    // The last workers of a server that was killed may still be running.
    if (attempt < 4 && /memory block .* still in use/.test(why)) {
      await wait(WORKERS_GO_MS);
      continue;
    }
    throw new ServiceMissingError(
      'postgres',
      `Postgres did not start on port ${String(port)} with the data in ${cluster.dataDir}; the data is unchanged.\n` +
        `${logTail(logFile)}\nFix the cause, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

/** 300 connections serve 8 shops with 30 each and the watchers; fsync stays on, because its cost is part of the lesson. */
function serverArguments(dataDir: string, port: number): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    fsync: 'on',
    log_timezone: 'UTC',
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`])];
}

async function prepareOrStop(
  server: PostgresServer,
  stop: () => Promise<void>,
  cluster: PostgresCluster,
  options: PostgresOptions,
): Promise<void> {
  try {
    await ensureDatabase(cluster, server.port);
    await options.prepare?.(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Releases the claim and, if it was the last, stops whatever server is running on the data. Takes the lock. */
async function letGo(cluster: PostgresCluster, holder: Holder, spare: () => void): Promise<void> {
  const last = release(holder);
  const running = last ? runningPostgres(cluster.dataDir) : null;
  if (running !== null && !(await stopProcess(running.identity, STOP_POSTGRES))) {
    throw new Error(`Postgres (process ${String(running.identity.pid)}) did not stop; end that process by hand.`);
  }
  spare();
}

/** Stops a Postgres of this state folder that no running process has a claim on, left by a killed command. True if there was one. */
export async function stopOrphanedPostgres(stateDir: string): Promise<boolean> {
  return withFileLock(join(stateDir, 'locks', 'postgres.lock'), async () => {
    if (livingClaims(join(stateDir, 'holders', 'postgres')).length > 0) return false;
    const folder = existingHome(stateDir);
    const running = folder === null ? null : runningPostgres(join(folder, 'data'));
    return running !== null && stopProcess(running.identity, STOP_POSTGRES);
  });
}

/** The state folder's Postgres, if it is running; starts and changes nothing. */
export async function runningPostgresOf(stateDir: string): Promise<{ port: number; pid: number; answers: boolean } | null> {
  const folder = existingHome(stateDir);
  if (folder === null) return null;
  const running = runningPostgres(join(folder, 'data'));
  if (running === null) return null;
  const cluster = { dataDir: join(folder, 'data'), password: readFileSync(join(folder, 'password'), 'utf8') };
  const answer = await askPostgres(postgresUrl(cluster, running.port));
  return { port: running.port, pid: running.identity.pid, answers: answer.kind === 'ready' };
}

/** The home that has data in it; creates and prints nothing. */
function existingHome(stateDir: string): string | null {
  return [join(stateDir, 'postgres'), elsewhereFor(stateDir)].find((home) => existsSync(join(home, 'data'))) ?? null;
}
