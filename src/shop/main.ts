import type { AddressInfo } from 'node:net';
import { buildId } from '@/config/build-id';
import { readSettings, type Settings } from '@/config/settings';
import type { EventBus } from '@/stores/bus/event-bus';
import { memoryBus } from '@/stores/bus/memory-bus';
import { natsBus } from '@/stores/bus/nats-bus';
import { openEventFlow } from './event-flow';
import { FaultControl } from './fault-control';
import { openShopRuntime } from './open-runtime';
import { createShopServer } from './shop-server';

/** The shop as a process: tells its port to whoever started it, and ends when that one is gone. */
function main(): void {
  const settings = readSettings();
  if (!settings.databaseUrl) throw new Error('A shop needs DATABASE_URL; it was not started.');
  const { databaseUrl } = settings;
  const complain = (error: unknown): void => void process.stderr.write(`shop ${settings.shopIndex + 1}: ${inspect(error)}\n`);
  const events = openEventFlow(databaseUrl, eventBus(settings, complain), complain);
  const runtime = openShopRuntime({
    databaseUrl,
    redisUrls: settings.redisUrls,
    redisUnavailable: settings.redisUnavailable,
    poolSize: settings.poolSize,
    limits: settings,
    applicationName: `stampede shop ${settings.shopIndex + 1}`,
    onAppended: events.wake,
    onBug: complain,
  });
  const server = createShopServer({
    runtime: { ...runtime, faults: settings.allowFaults ? new FaultControl(runtime.stores.pool) : null },
    buildId: buildId(),
    onBug: complain,
  });
  server.listen(settings.port, settings.host, () => {
    process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Idle connections are closed at once, busy ones after their answer.
    server.close(() => void Promise.all([events.close(), runtime.close()]).finally(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
}

function eventBus({ eventBus: kind, natsUrl }: Settings, onProblem: (error: unknown) => void): EventBus {
  if (kind === 'memory') return memoryBus();
  if (!natsUrl) throw new Error('A shop with EVENT_BUS=nats needs NATS_URL; it was not started.');
  return natsBus({ url: natsUrl, onProblem });
}

const STOP_WITHIN_MS = 5_000;

const inspect = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

main();
