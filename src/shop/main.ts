import type { AddressInfo } from 'node:net';
import { buildId } from '@/config/build-id';
import { readSettings } from '@/config/settings';
import { openShopRuntime } from './open-runtime';
import { createShopServer } from './shop-server';

/** The shop as a process: tells its port to whoever started it, and ends when that one is gone. */
function main(): void {
  const settings = readSettings();
  if (!settings.databaseUrl) throw new Error('A shop needs DATABASE_URL; it was not started.');
  const runtime = openShopRuntime({
    databaseUrl: settings.databaseUrl,
    redisUrls: settings.redisUrls,
    redisUnavailable: settings.redisUnavailable,
    poolSize: settings.poolSize,
    applicationName: `stampede shop ${settings.shopIndex + 1}`,
  });
  const server = createShopServer({
    runtime,
    buildId: buildId(),
    onBug: (error) => process.stderr.write(`shop ${settings.shopIndex + 1}: ${inspect(error)}\n`),
  });
  server.listen(settings.port, settings.host, () => {
    process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Idle connections are closed at once, busy ones after their answer.
    server.close(() => void runtime.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
}

const STOP_WITHIN_MS = 5_000;

const inspect = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

main();
