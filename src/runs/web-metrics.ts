import { Counter, Gauge, Histogram } from 'prom-client';
import { registry } from '@/shop/metrics';

interface WebInstruments {
  requests: Counter<'route' | 'method' | 'status'>;
  durations: Histogram<'route'>;
  streams: Gauge;
  floods: Counter<'verdict'>;
  routes: Set<string>;
}

const KEY = Symbol.for('stampede.web-metrics');
const shelf = globalThis as { [KEY]?: WebInstruments };

const instruments = (): WebInstruments => (shelf[KEY] ??= makeInstruments());

/** More than the web has; a stranger who makes up addresses must not make up metrics. */
const MAX_ROUTES = 64;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts a request that was answered. */
export function observeRequest({ method, path, status, durationMs }: { method: string; path: string; status: number; durationMs: number }): void {
  const { requests, durations } = instruments();
  const route = routeGroup(path, status);
  requests.inc({ route, method: METHODS.has(method) ? method : 'other', status });
  durations.observe({ route }, durationMs / 1_000);
}

/** Counts a stream of events that begins. Returns the way to end it. */
export function streamOpened(): () => void {
  const { streams } = instruments();
  streams.inc();
  return () => streams.dec();
}

/** Counts a flood that has ended. */
export const countFlood = (verdict: string): void => instruments().floods.inc({ verdict });

/** The first words of an address: `/api/floods` for all floods. Addresses that lead nowhere are one group. */
export function routeGroup(path: string, status: number): string {
  const { routes } = instruments();
  const [, first = '', second = ''] = path.split('/');
  const group = first === 'api' ? `/api/${second}` : `/${first}`;
  if (routes.has(group)) return group;
  if (status === 404 || status === 400 || status === 414 || !/^[\w./-]{1,40}$/.test(group) || routes.size >= MAX_ROUTES) return 'none';
  routes.add(group);
  return group;
}

function makeInstruments(): WebInstruments {
  const registers = [registry()];
  return {
    routes: new Set(),
    requests: new Counter({ name: 'stampede_http_requests_total', help: 'Requests that the web answered, by the beginning of their address.', labelNames: ['route', 'method', 'status'] as const, registers }),
    durations: new Histogram({ name: 'stampede_http_request_duration_seconds', help: 'How long the web took; for a stream of events, to its first byte.', labelNames: ['route'] as const, buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers }),
    streams: new Gauge({ name: 'stampede_event_streams', help: 'Streams of events that are open.', registers }),
    floods: new Counter({ name: 'stampede_floods_total', help: 'Floods that have ended, by verdict; failed when there is none.', labelNames: ['verdict'] as const, registers }),
  };
}
