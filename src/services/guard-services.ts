import { setTimeout as wait } from 'node:timers/promises';
import type { Settings } from '@/config/settings';
import { isAlive } from './bootstrap/process-identity.mjs';
import { provideNats } from './nats-server';
import { providePostgres } from './postgres-server';
import type { ProvidedServices } from './provide-services';
import { provideRedis } from './redis-servers';
import type { ServiceLog } from './service-log';

const EVERY_MS = 500;
const AFTER_FAILURE_MS = 3_000;

/**
 * Watches a launcher's services until the signal: one that ends by itself is restarted on its port, so that
 * the next flood works. Resolves after the signal, once no restart is under way any more; never rejects.
 */
export async function guardServices(
  services: ProvidedServices,
  settings: Settings,
  log: ServiceLog,
  signal: AbortSignal,
): Promise<void> {
  let lastProblem = '';
  while (!signal.aborted) {
    let pauseMs = EVERY_MS;
    try {
      await revivePostgres(services, settings, log);
      await reviveRedis(services, settings, log);
      await reviveNats(services, settings, log);
      const shops = (await services.handles.shops?.revive()) ?? 0;
      if (shops > 0) log(`${String(shops)} of the shops had ended and were restarted`);
      lastProblem = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== lastProblem) log(`${problem}\ntrying again every ${String(AFTER_FAILURE_MS / 1_000)} s`);
      lastProblem = problem;
      pauseMs = AFTER_FAILURE_MS;
    }
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function revivePostgres({ handles }: ProvidedServices, { stateDir }: Settings, log: ServiceLog): Promise<void> {
  const old = handles.postgres;
  if (old === null || isAlive(old.identity)) return;
  log('Postgres has ended: restarting it');
  handles.postgres = await providePostgres({ stateDir, port: old.port }, log);
  // Only now, so that the server is never without a claim.
  await old.stop();
}

async function reviveRedis({ handles }: ProvidedServices, settings: Settings, log: ServiceLog): Promise<void> {
  const old = handles.redis;
  if (old === null || old.servers.every((server) => isAlive(server))) return;
  log('a Redis has ended: restarting it');
  const { stateDir, redisPort, noInstall } = settings;
  const fresh = await provideRedis({ stateDir, port: redisPort, noInstall }, log);
  if (!('urls' in fresh)) throw new Error(fresh.unavailable);
  handles.redis = fresh;
  await old.stop();
}

/** On the same port and store: shops reconnect by themselves, and until then their events wait in the outbox. */
async function reviveNats({ handles }: ProvidedServices, { stateDir, noInstall }: Settings, log: ServiceLog): Promise<void> {
  const old = handles.nats;
  if (old === null || isAlive(old.identity)) return;
  log('NATS has ended: restarting it');
  handles.nats = await provideNats({ stateDir, noInstall }, log);
  await old.stop();
}
