import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import next from 'next';
import { lateEnvironment } from '@/config/late-environment';
import { isLoopback } from '@/config/network-addresses';
import { projectRoot } from '@/config/project-root';
import { readSettings } from '@/config/settings';
import { refusedMethod } from '@/api/allowed-methods';
import { answerApi } from '@/api/answer-api';
import { processToken } from '@/api/runtime/instructor';
import { openWebRuntime } from '@/api/runtime/open-web-runtime';
import { holdWebRuntime } from '@/api/runtime/web-runtime';
import { gracefulStop } from '@/shop/graceful-stop';
import { openLog } from '@/shop/log';
import { STREAMS_PER_CLIENT } from './stream-limit';
import { createWebServer } from './web-server';

type NextApp = ReturnType<typeof next>;
type NextHandler = ReturnType<NextApp['getRequestHandler']>;

/**
 * The web as a process: `dev` as its argument reloads what is edited, else it serves what was built. With `late` as the
 * second it starts while its stores and shops do, and hears from its parent where they are; then its port is known.
 */
async function main(): Promise<void> {
  // Not by Node's flag: reading the source maps of all that Next consists of takes a third of a second.
  process.setSourceMapsEnabled(true);
  const settings = readSettings();
  const { host, port, slowMs, trustedProxies, drainMs, stopWithinMs } = settings;
  const dev = process.argv[2] === 'dev';
  const late = process.argv[3] === 'late';
  const log = openLog({ name: 'web', level: settings.logLevel });
  const instructorToken = processToken(settings);
  const runtime = openWebRuntime({ settings: { ...settings, instructorToken }, readSettings, log, api: answerApi });
  holdWebRuntime(runtime);
  const { shutdown } = runtime;

  let app: NextApp | null = null;
  let ready: (handle: NextHandler) => void = () => undefined;
  const handler = new Promise<NextHandler>((resolve) => (ready = resolve));
  const server = createWebServer({
    handle: async (request, response) => (await handler)(request, response),
    runtime,
    slowMs,
    trustedProxies,
    dev,
    methods: refusedMethod,
    // Only this machine can reach it, so there is no one to keep out.
    streamsPerClient: isLoopback(host) ? null : STREAMS_PER_CLIENT,
  });
  const stop = gracefulStop({
    server,
    drainMs: dev ? 0 : drainMs,
    // The websockets of the hot reload have no end.
    stopWithinMs: dev ? 1_000 : stopWithinMs,
    onDraining: () => {
      log.info('stopping: not ready any more');
      shutdown.beginDraining();
    },
    onStopping: () => shutdown.endWork(),
    close: () => Promise.all([shutdown.closeStores(), app?.close()]),
    exit: (code) => {
      log.info({ code }, code === 0 ? 'stopped' : 'stopped, and cut what was still under way');
      process.exit(code);
    },
  });
  // Before it knows its stores it has nothing to finish.
  let complete = !late;
  const onSignal = (): void => (complete ? stop('signal') : process.exit(0));
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  const listen = async (): Promise<number> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return (server.address() as AddressInfo).port;
  };
  const prepare = async (listening: number): Promise<NextHandler> => {
    // Next puts itself in charge of upgrades. Only its hot reload has any; otherwise such a request is answered like every other.
    app = next({ dev, dir: projectRoot(), hostname: host, port: listening, httpServer: dev ? server : createServer() });
    await app.prepare();
    return app.getRequestHandler();
  };
  let listening = port;
  if (late) {
    const environment = lateEnvironment();
    // Next's own reload of an edited .env puts back what it has found at its start.
    if (dev) await environment;
    const [handle, isComplete] = await Promise.all([prepare(port), environment]);
    if (!isComplete) process.exit(1);
    complete = true;
    ready(handle);
    listening = await listen();
  } else {
    listening = await listen();
    ready(await prepare(listening));
  }
  log.info({ host, port: listening, dev }, 'listening');
  if (late) {
    process.send?.({ kind: 'listening', port: listening });
    process.disconnect();
  }
  // For an operator who started it without one; a launcher passes one and prints it itself.
  if (settings.instructorToken === null && instructorToken !== null) process.stdout.write(`Instructor token, made for this start (STAMPEDE_TOKEN keeps one): ${instructorToken}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The web did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
