import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { logTail } from './log-tail';
import { stopOrphanedNats } from './nats-server';
import { stopOrphanedPostgres } from './postgres-server';
import { stopOrphanedRedis } from './redis-servers';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { publishedServices } from './services-file';
import { spawnService } from './spawn-service';
import { stopProcess, type StopPlan } from './stop-process';

/** The first start in a fresh clone creates the database and may install Redis. */
const START_TIMEOUT_MS = 180_000;

/** A launcher stops its services one after the other; if it is killed, its watcher does (see kill-with-parent.ts). */
const STOP_LAUNCHER: StopPlan = {
  signals: [
    { signal: 'SIGTERM', waitMs: 40_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ],
};

export interface Supervisor {
  pid: number;
  shopUrls: string[];
  /** True if it was already running. */
  wasUp: boolean;
}

/**
 * Starts a background process that runs the services and the shops, and waits until they are ready.
 * If a launcher with shops is already running, returns that one. Throws `ServiceMissingError` with the end of its log.
 */
export async function superviseDetached(stateDir: string, log: ServiceLog): Promise<Supervisor> {
  const present = publishedServices(stateDir).find(({ shopUrls }) => shopUrls.length > 0);
  if (present !== undefined) return { pid: present.launcher.pid, shopUrls: present.shopUrls, wasUp: true };
  const logFile = join(stateDir, 'logs', 'services.log');
  log(`starting the services in the background; their log is ${logFile}`);
  const supervisor = await spawnService({
    command: process.execPath,
    args: ['--enable-source-maps', join(buildFolder(), 'cli.mjs'), 'services', 'supervise'],
    logFile,
    // Its working folder differs from ours, and the state folder may be relative to ours.
    options: { cwd: projectRoot(), env: childEnvironment({ STAMPEDE_STATE_DIR: stateDir }) },
  });
  const { pid } = supervisor.identity;
  const answer = await waitUntil(
    'the services are up',
    () => {
      if (supervisor.hasEnded()) return 'ended';
      return publishedServices(stateDir).find(({ launcher }) => launcher.pid === pid) ?? null;
    },
    { within: START_TIMEOUT_MS, every: 50 },
  ).catch(() => null);
  if (answer !== null && answer !== 'ended') return { pid, shopUrls: answer.shopUrls, wasUp: false };
  await stopProcess(supervisor.identity, STOP_LAUNCHER);
  throw new ServiceMissingError('shops', `The services did not start; what was started is stopped again.\n${logTail(logFile, 20)}`);
}

/** Stops every launcher of this project, and then whatever killed ones have left running. Returns how many things it stopped. */
export async function stopEverything(stateDir: string, log: ServiceLog): Promise<number> {
  let stopped = 0;
  for (const { launcher, command } of publishedServices(stateDir)) {
    log(`stopping "stampede ${command}" (process ${String(launcher.pid)})`);
    await stopProcess(launcher, STOP_LAUNCHER);
    stopped++;
  }
  for (const [name, stop] of [
    ['NATS', () => stopOrphanedNats(stateDir)],
    ['Redis', () => stopOrphanedRedis(stateDir)],
    ['Postgres', () => stopOrphanedPostgres(stateDir)],
  ] as const) {
    if (!(await stop())) continue;
    log(`stopped a ${name} that no command was using`);
    stopped++;
  }
  return stopped;
}
