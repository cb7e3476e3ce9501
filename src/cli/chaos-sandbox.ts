import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@/config/settings';
import type { ChaosSandbox } from '@/faults/chaos/sandbox';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { freePort } from '@/services/free-port';
import { launch } from '@/services/launcher';
import { elsewhereFor } from '@/services/postgres-home';
import type { ServiceLog } from '@/services/service-log';
import { ServiceMissingError } from '@/services/service-missing-error';

/** A separate state folder that Postgres's user can enter. */
export async function temporaryState(): Promise<{ stateDir: string; remove: () => Promise<void> }> {
  const stateDir = await mkdtemp(join(tmpdir(), 'stampede-chaos-'));
  await chmod(stateDir, 0o755);
  return {
    stateDir,
    remove: async () => {
      for (const folder of [stateDir, elsewhereFor(stateDir)]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a whole sandbox in that folder, with a launcher that looks after it as `stampede start` does. Throws
 * `ServiceMissingError` if there is no Redis, because half of the faults need it.
 */
export async function startSandbox(options: { stateDir: string; web: 'start' | 'none' }, given: Settings, log: ServiceLog): Promise<{ sandbox: ChaosSandbox; stop: () => Promise<void> }> {
  const { stateDir, web } = options;
  // On other ports, so that a sandbox that is started meanwhile finds the usual ones free.
  const [port, postgresPort, redisPort, shopPort] = [await freePort(0), await freePort(0), await freePort(0), await freePort(0)];
  const settings: Settings = { ...given, stateDir, host: '127.0.0.1', port, postgresPort, redisPort, shopPort, replicas: 2 };
  const launcher = await launch({ command: web === 'none' ? 'services up' : 'start', web, settings, prepareDatabase }, log);
  const { services } = launcher;
  if ('unavailable' in services.redis) {
    await launcher.stop();
    throw new ServiceMissingError('redis', `${services.redis.unavailable} Chaos needs Redis, because it breaks Redis as well; nothing was run.`);
  }
  const { handles } = services;
  return {
    stop: launcher.stop,
    sandbox: {
      databaseUrl: services.databaseUrl,
      redisUrls: services.redis.urls,
      shopUrls: services.shopUrls,
      webUrl: launcher.webUrl,
      pids: {
        web: launcher.webPid,
        postgres: () => handles.postgres?.identity.pid ?? null,
        redis: () => handles.redis?.servers.map(({ pid }) => pid) ?? [],
      },
    },
  };
}
