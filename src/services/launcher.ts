import { projectRoot } from '@/config/project-root';
import type { Settings } from '@/config/settings';
import { ensureWebBuild } from './bootstrap/ensure-web-build.mjs';
import { guardServices } from './guard-services';
import { guardWeb } from './guard-web';
import { provideInstructorToken } from './instructor-token';
import { provideServices, type ProvidedServices } from './provide-services';
import type { ServiceLog } from './service-log';
import type { ServiceMissingError } from './service-missing-error';
import { publishServices, withdrawServices } from './services-file';
import { startWeb } from './web-server';

export interface LauncherOptions {
  /** The command that runs it, for messages of other commands. */
  command: 'start' | 'open' | 'dev' | 'services up';
  web: 'start' | 'dev' | 'none';
  /** Settings that the web reads beyond these. */
  webEnv?: Readonly<Record<string, string>> | undefined;
  settings: Settings;
  prepareDatabase: (databaseUrl: string) => Promise<void>;
}

/** A launcher's services, running and published. */
export interface Launcher {
  services: ProvidedServices;
  /** Where the web was when all was up. */
  webUrl: string | null;
  /** The process of the current web; null without one. */
  webPid(): number | null;
  /** The instructor's token; null without a web. */
  instructorToken: string | null;
  /** Resolves with the reason if the web keeps ending and is given up, or with null once the launcher is stopped. Never rejects. */
  webLost: Promise<ServiceMissingError | null>;
  /** Web, shops, NATS, Redis, Postgres, in this order. */
  stop(): Promise<void>;
}

/**
 * Starts the services, the shops and the web, publishes them for the other commands and watches them until `stop`.
 * Rejects if one cannot be provided or the page does not build; then what was started is stopped again.
 */
export async function launch(options: LauncherOptions, log: ServiceLog): Promise<Launcher> {
  const { command, settings, prepareDatabase } = options;
  const ending = new AbortController();
  const needs = { redis: 'optional', shops: settings.replicas, prepareDatabase, standardShopPorts: true } as const;
  const instructorToken = options.web === 'none' ? null : await provideInstructorToken(settings);
  const building = options.web === 'start' ? ensureWebBuild(projectRoot(), log) : Promise.resolve();
  const providing = provideServices(needs, settings, log);
  const moved = (url: string) => {
    publish(url);
  };
  // The web starts while the services do.
  const starting = building.then(() => guardedWeb({ ...options, settings: { ...settings, instructorToken } }, providing, log, ending.signal, moved));
  const [provided, started] = await Promise.allSettled([providing, starting]);
  if (provided.status === 'rejected') throw provided.reason;
  const services = provided.value;
  const publish = (webUrl: string | null) => {
    if (!ending.signal.aborted) publishServices(settings.stateDir, offerOf(command, settings, services, webUrl));
  };
  try {
    if (started.status === 'rejected') throw started.reason;
    const web = started.value;
    publish(web?.place.server.url ?? null);
    const webLost = web?.guard() ?? Promise.resolve(null);
    const guarding = guardServices(services, settings, log, ending.signal);
    return {
      services,
      webUrl: web?.place.server.url ?? null,
      webPid: () => web?.place.server.pid ?? null,
      instructorToken,
      webLost,
      stop: async () => {
        withdrawServices(settings.stateDir);
        ending.abort();
        await Promise.all([guarding, webLost]);
        await web?.place.server.stop();
        await services.stop();
      },
    };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

/** Starts the web, if one is wanted; `guard` watches it until the signal. */
async function guardedWeb(
  { web: mode, settings, webEnv = {} }: LauncherOptions,
  services: Promise<ProvidedServices>,
  log: ServiceLog,
  signal: AbortSignal,
  onMoved: (url: string) => void,
) {
  if (mode === 'none') return null;
  const options = { mode, ...settings, services, settings, env: webEnv };
  const place = { server: await startWeb(options, log) };
  const startAgain = async (port: number) => {
    const web = await startWeb({ ...options, port }, log, signal);
    // Another process took the port in the meantime: the printed address is wrong now.
    if (web.port !== port) {
      log(`the web is at ${web.url} now`);
      onMoved(web.url);
    }
    return web;
  };
  return { place, guard: () => guardWeb(place, startAgain, log, signal) };
}

function offerOf(command: string, settings: Settings, services: ProvidedServices, webUrl: string | null) {
  return {
    command,
    databaseUrl: services.databaseUrl,
    databaseIsOurs: services.ours.includes('postgres'),
    redis: services.redis,
    redisIsOurs: services.ours.includes('redis'),
    shopsAreOurs: services.ours.includes('shops'),
    // Another launcher publishes its own services.
    shopUrls: services.handles.shops?.urls ?? settings.shopUrls ?? [],
    eventBus: settings.eventBus,
    webUrl,
  };
}
