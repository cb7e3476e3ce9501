import type { Log } from '@/shop/log';
import type { Health } from './health';
import type { Audience } from './audience';
import type { Instructor } from './instructor';
import type { Sandbox } from './sandbox';
import type { Shutdown } from './shutdown';
import type { SlowRequests } from './slow-requests';
import type { WebMetrics } from './web-metrics';

/** What there is one of in a web process. The server's main opens it; nothing of it needs a store but `sandbox`. */
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
  /** Where others in the network reach it. */
  networkUrls: readonly string[];
  /** How the web and its services are, also when none of them could ever be reached. */
  health(): Promise<Health>;
  /** Whether a flood asked for now would be taken: Postgres answers, a shop is open, and this process is not stopping. */
  readiness(): Promise<{ ready: boolean; draining?: true }>;
  /** What web and shops count, for Prometheus, also while the database is away. */
  allMetrics(): Promise<string>;
  /** Everything that works with stores and shops. Rejects with what is missing, and tries again on the next call. */
  sandbox(): Promise<Sandbox>;
  /** Answers one request to the API. */
  api(request: Request): Promise<Response>;
}

const KEY = Symbol.for('stampede.web-runtime');
const place = globalThis as { [KEY]?: WebRuntime };

/** Puts the runtime where Next's bundles find it: they are built apart from the server, so only the global object is common to both. */
export function holdWebRuntime(runtime: WebRuntime): void {
  place[KEY] = runtime;
}

/** The runtime of this process. Throws where no server has opened one. */
export function webRuntime(): WebRuntime {
  const runtime = place[KEY];
  if (!runtime) throw new Error('There is no web runtime in this process: its server opens one as it starts (src/web/server/main.ts). Start the web with "npm start".');
  return runtime;
}

/** What pages and routes work with; waits for its stores. */
export const openSandbox = (): Promise<Sandbox> => webRuntime().sandbox();
