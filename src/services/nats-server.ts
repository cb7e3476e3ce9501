import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '@/domain/wait-until';
import { withFileLock } from './bootstrap/file-lock.mjs';
import { isAlive, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { freePort } from './free-port';
import { claim, livingClaims, release, type Holder } from './holders';
import { killWithParent } from './kill-with-parent';
import { logTail } from './log-tail';
import { askNats } from './nats-process';
import { findNatsProgram } from './nats-program';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { spawnService } from './spawn-service';
import { stopProcess } from './stop-process';

export interface NatsOptions {
  /** Absolute. */
  stateDir: string;
  noInstall: boolean;
  /** The first port to try. */
  port?: number;
}

/** The state folder's NATS server, shared by all commands of this project that run at the same time. */
export interface NatsServer {
  url: string;
  identity: ProcessIdentity;
  /** False if it was already running. */
  started: boolean;
  /** Releases our claim; the last process to do so stops the server, and the promise resolves after that. JetStream's store is kept. */
  stop(): Promise<void>;
}

interface RecordedNats extends ProcessIdentity {
  port: number;
  /** Its id from the greeting, so that another server on that port is not mistaken for it. */
  name: string;
}

const USUAL_PORT = 4_222;
const START_TIMEOUT_MS = 10_000;

/**
 * Provides the state folder's NATS server with JetStream: the one that is running, or a new one on the store of the
 * previous one. Throws `ServiceMissingError` if there is no server program or it does not start.
 */
export async function provideNats(options: NatsOptions, log: ServiceLog): Promise<NatsServer> {
  const { stateDir } = options;
  return withFileLock(lockOf(stateDir), async () => {
    const holder = claim(holdersOf(stateDir));
    try {
      const running = await recordedAndAlive(stateDir);
      const server = running ?? (await startServer(options, log));
      const spare = killWithParent({ pid: server.pid, signal: 'TERM', holder });
      log(`${running === null ? 'started NATS' : 'NATS is already running'} on port ${String(server.port)}`);
      return {
        url: `nats://127.0.0.1:${String(server.port)}`,
        identity: server,
        started: running === null,
        stop: async () => {
          await withFileLock(lockOf(stateDir), () => letGo(stateDir, holder));
          spare();
        },
      };
    } catch (error) {
      await letGo(stateDir, holder);
      throw error;
    }
  });
}

/** Stops a NATS server of this state folder that no running process has a claim on. True if there was one. */
export async function stopOrphanedNats(stateDir: string): Promise<boolean> {
  return withFileLock(lockOf(stateDir), async () => livingClaims(holdersOf(stateDir)).length === 0 && stopRecorded(stateDir));
}

async function startServer(options: NatsOptions, log: ServiceLog): Promise<RecordedNats> {
  const program = await findNatsProgram(options, log);
  if (typeof program !== 'string') throw new ServiceMissingError('nats', program.unavailable);
  // A server that died is restarted on its own port, where its clients look for it.
  const port = await freePort(recorded(options.stateDir)?.port ?? options.port ?? USUAL_PORT);
  return startOn(port, program, options.stateDir).catch(async (error: unknown) => {
    // Another process may have been faster to take the port: then any other.
    if (!/address already in use/i.test(String(error))) throw error;
    return startOn(await freePort(0, [port]), program, options.stateDir);
  });
}

async function startOn(port: number, program: string, stateDir: string): Promise<RecordedNats> {
  const folder = folderOf(stateDir);
  const logFile = join(stateDir, 'logs', 'nats.log');
  const name = `stampede-${String(process.pid)}-${String(port)}`;
  mkdirSync(folder, { recursive: true });
  const { identity, hasEnded } = await spawnService({
    command: program,
    args: ['--addr', '127.0.0.1', '--port', String(port), '--server_name', name, '--jetstream', '--store_dir', folder],
    logFile,
  });
  const answer = await waitUntil(
    'NATS has started',
    async () => {
      if (hasEnded()) return 'ended';
      const answer = await askNats('127.0.0.1', port);
      return typeof answer !== 'string' && answer.server_name === name && answer.jetstream ? 'ready' : null;
    },
    { within: START_TIMEOUT_MS },
  ).catch(() => null);
  if (answer === 'ready') {
    const server = { ...identity, port, name };
    writeFileSync(recordFile(stateDir), JSON.stringify(server));
    return server;
  }
  await stopProcess(identity);
  throw new ServiceMissingError(
    'nats',
    `NATS (${program}) did not start on port ${String(port)}; nothing was changed.\n${logTail(logFile)}\n` +
      'Fix the cause, set NATS_URL to a server with JetStream, or unset EVENT_BUS.',
  );
}

/** The recorded server, if it is still running and is that same process. */
async function recordedAndAlive(stateDir: string): Promise<RecordedNats | null> {
  const server = recorded(stateDir);
  if (server === null || !isAlive(server)) return null;
  const answer = await askNats('127.0.0.1', server.port);
  return typeof answer !== 'string' && answer.server_name === server.name ? server : null;
}

/** Releases the claim and, if it was the last, stops the server. Takes the lock. */
async function letGo(stateDir: string, holder: Holder): Promise<void> {
  if (release(holder)) await stopRecorded(stateDir);
}

async function stopRecorded(stateDir: string): Promise<boolean> {
  const server = recorded(stateDir);
  if (server === null || !isAlive(server)) return false;
  await stopProcess(server);
  return true;
}

const folderOf = (stateDir: string): string => join(stateDir, 'nats');
const lockOf = (stateDir: string): string => join(stateDir, 'locks', 'nats.lock');
const holdersOf = (stateDir: string): string => join(stateDir, 'holders', 'nats');
const recordFile = (stateDir: string): string => join(folderOf(stateDir), 'server.json');

/** The server that was last started here, whether or not it is still running. */
function recorded(stateDir: string): RecordedNats | null {
  try {
    return JSON.parse(readFileSync(recordFile(stateDir), 'utf8')) as RecordedNats;
  } catch {
    return null;
  }
}
