import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The metrics of the web itself. */
export interface WebMetrics {
  /** Counts a request that was answered. */
  observeRequest(request: { method: string; path: string; status: number; durationMs: number }): void;
  /** Counts an event stream that begins. Returns a function to call at its end. */
  streamOpened(): () => void;
  /** Counts a flood that has ended; `failed` if there is no verdict. */
  countFlood(verdict: string): void;
}

/** More than the web has routes; a client that invents addresses must not create metrics without limit. */
const MAX_ROUTES = 64;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function makeWebMetrics(registry: Registry): WebMetrics {
  const registers = [registry];
  const requests = new Counter({ name: 'stampede_http_requests_total', help: 'Requests that the web answered, by the first parts of their path.', labelNames: ['route', 'method', 'status'] as const, registers });
  const durations = new Histogram({ name: 'stampede_http_request_duration_seconds', help: 'How long the web took; for an event stream, until its first byte.', labelNames: ['route'] as const, buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers });
  const streams = new Gauge({ name: 'stampede_event_streams', help: 'Open event streams.', registers });
  const floods = new Counter({ name: 'stampede_floods_total', help: 'Floods that have ended, by verdict; failed when there is none.', labelNames: ['verdict'] as const, registers });
  const routes = new Set<string>();
  return {
    observeRequest: ({ method, path, status, durationMs }) => {
      const route = routeGroup(path, status, routes);
      requests.inc({ route, method: METHODS.has(method) ? method : 'other', status });
      durations.observe({ route }, durationMs / 1_000);
    },
    streamOpened: () => {
      streams.inc();
      return () => streams.dec();
    },
    countFlood: (verdict) => floods.inc({ verdict }),
  };
}

/** The first parts of a path: `/api/floods` for all floods. Unknown paths are one group. */
function routeGroup(path: string, status: number, known: Set<string>): string {
  const [, first = '', second = ''] = path.split('/');
  const group = first === 'api' ? `/api/${second}` : `/${first}`;
  if (known.has(group)) return group;
  if (status === 404 || status === 400 || status === 414 || !/^[\w./-]{1,40}$/.test(group) || known.size >= MAX_ROUTES) return 'none';
  known.add(group);
  return group;
}
