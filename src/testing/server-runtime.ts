import { Registry } from 'prom-client';
import { Shutdown } from '@/api/runtime/shutdown';
import { SlowRequests } from '@/api/runtime/slow-requests';
import { makeWebMetrics } from '@/api/runtime/web-metrics';
import type { WebRuntime } from '@/api/runtime/web-runtime';
import type { Log } from '@/shop/log';

/** The part of the runtime that the web's own server needs, without stores. */
export const serverRuntime = (log: Log): Pick<WebRuntime, 'log' | 'metrics' | 'slowRequests' | 'shutdown'> => ({
  log,
  metrics: makeWebMetrics(new Registry()),
  slowRequests: new SlowRequests(),
  shutdown: new Shutdown(),
});
