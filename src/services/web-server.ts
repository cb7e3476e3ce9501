import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import type { LateEnvironment } from '@/config/late-environment';
import { projectRoot } from '@/config/project-root';
import type { Settings } from '@/config/settings';
import { withFileLock } from './bootstrap/file-lock.mjs';
import { freePort } from './free-port';
import { killWithParent } from './kill-with-parent';
import { logTail } from './log-tail';
import type { ProvidedServices } from './provide-services';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { spawnService } from './spawn-service';
import { stopGently, stopProcess, type StopPlan } from './stop-process';

export interface WebOptions {
  /** `dev` reloads when files change; `start` serves what `ensureWebBuild` has built. */
  mode: 'start' | 'dev';
  host: string;
  /** Used if it is free, else any other. */
  port: number;
  /** The web starts together with these, and answers when they are up. */
  services: WebServices | Promise<WebServices>;
  /** Further settings, such as STAMPEDE_SLOW_MS; otherwise the web inherits ours. */
  env?: Readonly<Record<string, string>>;
  settings: Pick<Settings, 'stateDir' | 'drainMs' | 'stopWithinMs' | 'instructorToken'>;
}

type WebServices = Pick<ProvidedServices, 'databaseUrl' | 'redis' | 'shopUrls' | 'ours'>;

export interface WebServer {
  /** Its URL for a browser on this machine. */
  url: string;
  port: number;
  pid: number;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
/** How often another process may be faster to take the port. */
const PORT_TRIES = 4;

/** Next's dev server has child processes, so the whole group is signalled. */
const stopPlan = (settings: WebOptions['settings']): StopPlan => ({ ...stopGently(settings), group: true });

/**
 * Starts the web and waits until it listens. Throws `ServiceMissingError` with the end of its log if it does not, or if
 * the signal came first, and what `services` throws; then it is stopped again.
 */
export async function startWeb(options: WebOptions, log: ServiceLog, signal?: AbortSignal): Promise<WebServer> {
  for (let tries = 1; ; tries++) {
    const port = await freePort(options.port);
    const web = await spawnWeb(port, options);
    try {
      const services = await options.services;
      // Of two launchers of this project that start at once, the second chooses a port after the first is listening.
      await withFileLock(join(options.settings.stateDir, 'locks', 'web-port'), () => untilListening(web, services, signal));
      if (options.port !== 0 && port !== options.port) log(`port ${String(options.port)} is taken; the web listens on ${String(port)}`);
      return web;
    } catch (error) {
      await web.stop();
      // Another port helps only if another process took this one after our check.
      const wasTaken = (await freePort(port)) !== port;
      if (!wasTaken || tries === PORT_TRIES || signal?.aborted === true) throw error;
    }
  }
}

interface StartedWeb extends WebServer {
  child: ChildProcess;
  logFile: string;
}

/** A process that is preparing to serve; `untilListening` sends it the addresses of its stores. */
async function spawnWeb(port: number, options: WebOptions): Promise<StartedWeb> {
  const root = projectRoot();
  const logFile = join(options.settings.stateDir, 'logs', 'web.log');
  const { child, identity, hasEnded } = await spawnService({
    command: process.execPath,
    args: [join(buildFolder(), 'web.mjs'), options.mode, 'late'],
    logFile,
    ipc: true,
    options: { cwd: root, env: childEnvironment(earlyEnvironment(options, port, root)) },
  });
  const spare = killWithParent({ pid: identity.pid, signal: 'TERM', group: true });
  const stop = async () => {
    await stopProcess(identity, stopPlan(options.settings));
    spare();
  };
  return { child, logFile, url: `http://${localHost(options.host)}:${String(port)}`, port, pid: identity.pid, hasEnded, stop };
}

async function untilListening({ child, url, logFile, hasEnded }: StartedWeb, services: WebServices, signal?: AbortSignal): Promise<void> {
  const isListening = await new Promise<boolean>((resolve) => {
    const settle = (listening: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve(listening);
    };
    const giveUp = () => {
      settle(false);
    };
    const timer = setTimeout(giveUp, START_TIMEOUT_MS);
    signal?.addEventListener('abort', giveUp);
    child.once('exit', giveUp);
    child.once('message', () => {
      settle(true);
    });
    if (hasEnded() || signal?.aborted === true) giveUp();
    else child.send(lateEnvironmentOf(services), () => undefined);
  });
  if (!isListening) throw new ServiceMissingError('web', `The web did not start on ${url}.\n${logTail(logFile, 30)}`);
}

/** Whether anything answers by HTTP there, with any status. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** A browser cannot open an address that means all interfaces. */
const localHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

function earlyEnvironment({ mode, host, settings, env }: WebOptions, port: number, root: string): Record<string, string | null> {
  return {
    ...env,
    HOST: host,
    PORT: String(port),
    STAMPEDE_STATE_DIR: settings.stateDir,
    STAMPEDE_TOKEN: settings.instructorToken,
    STAMPEDE_ROOT: root,
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: mode === 'start' ? 'production' : null,
  };
}

const lateEnvironmentOf = ({ databaseUrl, redis, shopUrls, ours }: WebServices): LateEnvironment => ({
  DATABASE_URL: databaseUrl,
  REDIS_URLS: 'urls' in redis ? redis.urls.join(',') : null,
  STAMPEDE_REDIS_UNAVAILABLE: 'urls' in redis ? null : redis.unavailable,
  SHOP_URLS: shopUrls.join(','),
  STAMPEDE_OURS: ours.join(','),
});
