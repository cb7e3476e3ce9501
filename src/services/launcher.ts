import { projectRoot } from '@/config/project-root';
import type { Settings } from '@/config/settings';
import { ensureWebBuild } from './bootstrap/ensure-web-build.mjs';
import { guardServices } from './guard-services';
import { provideServices, type ProvidedServices } from './provide-services';
import type { ServiceLog } from './service-log';
import { publishServices, withdrawServices } from './services-file';
import { startWeb, type WebServer } from './web-server';

export interface LauncherOptions {
  /** The command it runs for, as other commands will call it. */
  command: 'start' | 'dev' | 'services up';
  web: 'start' | 'dev' | 'none';
  settings: Settings;
  prepareDatabase: (databaseUrl: string) => Promise<void>;
}

/** A launcher's services, up and published. */
export interface Launcher {
  services: ProvidedServices;
  webUrl: string | null;
  /** Web, shops, Redis, Postgres, in this order. */
  stop(): Promise<void>;
}

/**
 * Starts the services, the shops and the web, publishes them for the other commands and looks after them until `stop`.
 * Rejects when one cannot be had or the page does not build; then what was started is stopped again.
 */
export async function launch(options: LauncherOptions, log: ServiceLog): Promise<Launcher> {
  const { command, settings, prepareDatabase } = options;
  const building = options.web === 'start' ? ensureWebBuild(projectRoot(), log) : Promise.resolve();
  const needs = { redis: 'optional', shops: settings.replicas, prepareDatabase, standardShopPorts: true } as const;
  const [built, provided] = await Promise.allSettled([building, provideServices(needs, settings, log)]);
  if (provided.status === 'rejected') throw provided.reason;
  const services = provided.value;
  try {
    if (built.status === 'rejected') throw built.reason;
    const web = options.web === 'none' ? null : await startWeb({ mode: options.web, ...settings, services, settings }, log);
    publishServices(settings.stateDir, offerOf(command, settings, services, web));
    const ending = new AbortController();
    const guarding = guardServices(services, settings, log, ending.signal);
    return {
      services,
      webUrl: web?.url ?? null,
      stop: async () => {
        withdrawServices(settings.stateDir);
        ending.abort();
        await guarding;
        await web?.stop();
        await services.stop();
      },
    };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

function offerOf(command: string, settings: Settings, services: ProvidedServices, web: WebServer | null) {
  return {
    command,
    databaseUrl: services.databaseUrl,
    databaseIsOurs: services.handles.postgres !== null,
    redis: services.redis,
    redisIsOurs: services.handles.redis !== null,
    // Those of another launcher are its own to offer.
    shopUrls: services.handles.shops?.urls ?? settings.shopUrls ?? [],
    webUrl: web?.url ?? null,
  };
}
