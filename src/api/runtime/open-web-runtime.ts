import { isLoopback, networkUrls } from '@/config/network-addresses';
import type { Settings } from '@/config/settings';
import { registry } from '@/shop/metrics';
import type { Log } from '@/shop/log';
import type { Health } from './health';
import { allMetrics } from './all-metrics';
import { makeAudience } from './audience';
import { makeInstructor } from './instructor';
import { openSandbox, tidyRuns, type Sandbox } from './sandbox';
import { Shutdown } from './shutdown';
import { SlowRequests } from './slow-requests';
import type { WebRuntime } from './web-runtime';
import { makeWebMetrics } from './web-metrics';

export interface WebRuntimeOptions {
  settings: Pick<Settings, 'instructorToken' | 'host' | 'port'>;
  /** Read when stores and shops are first needed: a web that starts together with them gets their addresses late. */
  readSettings: () => Settings;
  log: Log;
  /** Answers the requests to the API. */
  api: (request: Request, runtime: WebRuntime) => Promise<Response>;
}

/** Opens the runtime of a web process. Does not connect yet. */
export function openWebRuntime({ settings, readSettings, log, api }: WebRuntimeOptions): WebRuntime {
  const own = {
    log,
    metrics: makeWebMetrics(registry()),
    slowRequests: new SlowRequests(),
    shutdown: new Shutdown(),
    instructor: makeInstructor(settings.instructorToken),
    audience: makeAudience(),
    loopbackOnly: isLoopback(settings.host),
    networkUrls: networkUrls(settings.host, settings.port),
  };
  let opened: Sandbox | null = null;
  let tidied: Promise<Sandbox> | null = null;
  // Opened once, however often the stores could not be reached. Throws if the settings do not have their addresses.
  const open = (): Sandbox => (opened ??= openSandbox(readSettings(), own));
  const health = async (): Promise<Health> => {
    try {
      return await open().health();
    } catch (error) {
      const away = { up: false, latencyMs: null, error: error instanceof Error ? error.message : String(error) };
      return { ok: false, postgres: away, redis: away, shops: { up: 0, of: 0 } };
    }
  };
  const tidy = async (): Promise<Sandbox> => {
    const sandbox = open();
    await tidyRuns(readSettings().databaseUrl ?? '', log);
    return sandbox;
  };
  const runtime: WebRuntime = {
    ...own,
    health,
    readiness: async () => {
      if (own.shutdown.isDraining) return { ready: false, draining: true };
      const { postgres, shops } = await health();
      return { ready: postgres.up && shops.up > 0 };
    },
    allMetrics: () => allMetrics(readSettings().shopUrls ?? []),
    sandbox: () =>
      (tidied ??= tidy().catch((error: unknown) => {
        tidied = null;
        throw error;
      })),
    api: (request) => api(request, runtime),
  };
  return runtime;
}
