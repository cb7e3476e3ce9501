import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
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
import { waitUntil } from './wait-until';

export interface WebOptions {
  /** `dev` reloads as files change; `start` serves what `ensureWebBuild` has built. */
  mode: 'start' | 'dev';
  host: string;
  /** Taken when free, else any other. */
  port: number;
  services: Pick<ProvidedServices, 'databaseUrl' | 'redis' | 'shopUrls' | 'ours'>;
  /** Settings beyond these, such as STAMPEDE_SLOW_MS; it has what we have otherwise. */
  env?: Readonly<Record<string, string>>;
  settings: Pick<Settings, 'stateDir' | 'drainMs' | 'stopWithinMs' | 'instructorToken'>;
}

export interface WebServer {
  /** Where a browser on this machine finds it. */
  url: string;
  port: number;
  pid: number;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
/** How often somebody else may be faster to take the port. */
const PORT_TRIES = 4;

/** Next's dev server has children of its own, so the whole group is told. */
const stopPlan = (settings: WebOptions['settings']): StopPlan => ({ ...stopGently(settings), group: true });

/**
 * Starts the web and waits until it answers. Throws `ServiceMissingError` with the end of its log when it does not, or
 * when the signal came first.
 */
export async function startWeb(options: WebOptions, log: ServiceLog, signal?: AbortSignal): Promise<WebServer> {
  // Of two launchers of this project at the same moment, the second looks for a port when the first listens on its own.
  return withFileLock(join(options.settings.stateDir, 'locks', 'web-port'), () => startOnFreePort(options, log, signal));
}

async function startOnFreePort(options: WebOptions, log: ServiceLog, signal?: AbortSignal): Promise<WebServer> {
  for (let tries = 1; ; tries++) {
    const port = await freePort(options.port);
    if (options.port !== 0 && port !== options.port) log(`port ${String(options.port)} is taken; the web listens on ${String(port)}`);
    try {
      return await startOn(port, options, signal);
    } catch (error) {
      // Only when a stranger took the port after our look would another port help.
      const wasTaken = (await freePort(port)) !== port;
      if (!wasTaken || tries === PORT_TRIES || signal?.aborted === true) throw error;
    }
  }
}

async function startOn(port: number, options: WebOptions, signal?: AbortSignal): Promise<WebServer> {
  const root = projectRoot();
  const logFile = join(options.settings.stateDir, 'logs', 'web.log');
  const web = await spawnService({
    command: process.execPath,
    args: ['--enable-source-maps', join(buildFolder(), 'web.mjs'), options.mode],
    logFile,
    options: { cwd: root, env: webEnvironment(options, port, root) },
  });
  const spare = killWithParent({ pid: web.identity.pid, signal: 'TERM', group: true });
  const stop = async () => {
    await stopProcess(web.identity, stopPlan(options.settings));
    spare();
  };
  const url = `http://${localHost(options.host)}:${String(port)}`;
  // A stranger who was faster to take the port may keep us waiting for its answer.
  const ended = new Promise<false>((resolve) => web.child.once('exit', () => { resolve(false); }));
  const answer = await waitUntil(
    async () => {
      const answering = await Promise.race([answers(url), ended]);
      // In this order: when ours could not take the port, it is somebody else who answers.
      if (web.hasEnded() || signal?.aborted === true) return 'ended';
      return answering ? 'ready' : null;
    },
    { timeoutMs: START_TIMEOUT_MS, everyMs: 50 },
  );
  if (answer === 'ready') return { url, port, pid: web.identity.pid, hasEnded: web.hasEnded, stop };
  await stop();
  throw new ServiceMissingError('web', `The web did not start on ${url}.\n${logTail(logFile, 30)}`);
}

/** Whether anything answers by HTTP there, whatever it says. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** An address that listens everywhere is not one to go to. */
const localHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

function webEnvironment({ mode, host, services, settings, env }: WebOptions, port: number, root: string): NodeJS.ProcessEnv {
  const { databaseUrl, redis, shopUrls, ours } = services;
  return childEnvironment({
    ...env,
    DATABASE_URL: databaseUrl,
    REDIS_URLS: 'urls' in redis ? redis.urls.join(',') : null,
    STAMPEDE_REDIS_UNAVAILABLE: 'urls' in redis ? null : redis.unavailable,
    SHOP_URLS: shopUrls.join(','),
    HOST: host,
    PORT: String(port),
    STAMPEDE_STATE_DIR: settings.stateDir,
    STAMPEDE_TOKEN: settings.instructorToken,
    STAMPEDE_ROOT: root,
    STAMPEDE_OURS: ours.join(','),
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: mode === 'start' ? 'production' : null,
  });
}
