import type { Log } from '@/shop/log';
import type { Health } from './health';
import type { Audience } from './audience';
import type { Instructor } from './instructor';
import type { Sandbox } from './sandbox';
import type { Shutdown } from './shutdown';
import type { SlowRequests } from './slow-requests';
import type { WebMetrics } from './web-metrics';

/** The singletons of a web process. The server's main opens it; only `sandbox` needs stores. */
export interface WebRuntime {
  log: Log;
  metrics: WebMetrics;
  slowRequests: SlowRequests;
  shutdown: Shutdown;
  instructor: Instructor;
  /** The pages that are open. */
  audience: Audience;
  /** Whether the web listens on the loopback address only. */
  loopbackOnly: boolean;
  /** Its addresses for others on the network. */
  networkUrls: readonly string[];
  /** The health of the web and its services, even if none of them could ever be reached. */
  health(): Promise<Health>;
  /** Whether a flood would be accepted now: Postgres answers, a shop is open, and this process is not stopping. */
  readiness(): Promise<{ ready: boolean; draining?: true }>;
  /** The metrics of the web and the shops, for Prometheus, even while the database is away. */
  allMetrics(): Promise<string>;
  /** Everything that needs stores and shops. Rejects with what is missing, and tries again on the next call. */
  sandbox(): Promise<Sandbox>;
  /** Answers one request to the API. */
  api(request: Request): Promise<Response>;
}

const KEY = Symbol.for('stampede.web-runtime');
const place = globalThis as { [KEY]?: WebRuntime };

/** Puts the runtime where Next's bundles find it: they are built separately from the server, so they share only the global object. */
export function holdWebRuntime(runtime: WebRuntime): void {
  place[KEY] = runtime;
}

/** The runtime of this process. Throws if no server has opened one. */
export function webRuntime(): WebRuntime {
  const runtime = place[KEY];
  if (!runtime) throw new Error('There is no web runtime in this process: its server opens one as it starts (src/web/server/main.ts). Start the web with "npm start".');
  return runtime;
}

/** The sandbox for pages and routes; waits for its stores. */
export const openSandbox = (): Promise<Sandbox> => webRuntime().sandbox();
