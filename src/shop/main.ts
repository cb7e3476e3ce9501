import type { AddressInfo } from 'node:net';
import { buildId } from '@/config/build-id';
import { readSettings, type Settings } from '@/config/settings';
import type { EventBus } from '@/stores/bus/event-bus';
import { memoryBus } from '@/stores/bus/memory-bus';
import { natsBus } from '@/stores/bus/nats-bus';
import { openEventFlow } from './event-flow';
import { gracefulStop } from './graceful-stop';
import { openLog } from './log';
import { FaultControl } from './fault-control';
import { openShopRuntime } from './open-runtime';
import { createShopServer } from './shop-server';
import { StrategyMistake } from '@/kit/mistake';
import type { Strategy } from '@/kit/strategy';
import { importStrategyFile } from '@/strategy-files/import-file';
import { strategyFileSchema } from '@/strategy-files/strategy-file';

/** A file's shops give idle connections back after this time: Postgres has a few hundred for all. */
const FILE_SHOP_IDLE_MS = 1_000;

/** The shop as a process: sends its port to its parent, and ends when the parent is gone. */
async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings.databaseUrl) throw new Error('A shop needs DATABASE_URL; it was not started.');
  const { databaseUrl } = settings;
  const log = openLog({ name: `shop ${settings.shopIndex + 1}`, level: settings.logLevel });
  const complain = (error: unknown): void => log.error({ err: error }, 'a bug');
  const events = openEventFlow(databaseUrl, eventBus(settings, complain), complain);
  const runtime = openShopRuntime({
    databaseUrl,
    redisUrls: settings.redisUrls,
    redisUnavailable: settings.redisUnavailable,
    poolSize: settings.poolSize,
    // A flood of many files has shops for each, and sells through one at a time.
    idleMs: settings.strategyFile === null ? 0 : FILE_SHOP_IDLE_MS,
    limits: settings,
    applicationName: `stampede shop ${settings.shopIndex + 1}`,
    onAppended: events.wake,
    onBug: complain,
  });
  const faults = settings.allowFaults ? new FaultControl(runtime.stores.pool) : null;
  let draining = false;
  const server = createShopServer({
    runtime: { ...runtime, faults, stepTimeoutMs: settings.stepTimeoutMs },
    isDraining: () => draining,
    // A flood of 100,000 purchases must not write as many lines.
    onSlow: { afterMs: settings.slowMs, log: (request) => log.warn({ ...request, slow: request.durationMs >= settings.slowMs }, 'request') },
    buildId: buildId(),
    onBug: (error) => {
      complain(error);
      // Only the end of the process releases what the purchase holds; the command that started the shop restarts it. The buyer has the answer by then.
      if (error instanceof StrategyMistake && error.kind === 'never-ended') setTimeout(() => process.exit(NEVER_ENDED), 200);
    },
    ...(settings.strategyFile === null ? {} : { strategies: [await strategyOf(settings.strategyFile)] }),
  });
  server.listen(settings.port, settings.host, () => {
    process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
  });

  const stop = gracefulStop({
    server,
    drainMs: settings.drainMs,
    stopWithinMs: settings.stopWithinMs,
    onDraining: () => (draining = true),
    // A purchase held by an injected fault would be held for ever: the flood that injected it cannot reach this shop any more.
    onStopping: () => faults?.release(),
    close: () => Promise.all([events.close(), runtime.close()]),
    exit: (code) => {
      if (code !== 0) log.error('stopped, and cut off what was still under way');
      process.exit(code);
    },
  });
  process.on('SIGTERM', () => stop('signal'));
  process.on('SIGINT', () => stop('signal'));
  process.on('disconnect', () => stop('orphaned'));
}

function eventBus({ eventBus: kind, natsUrl }: Settings, onProblem: (error: unknown) => void): EventBus {
  if (kind === 'memory') return memoryBus();
  if (!natsUrl) throw new Error('A shop with EVENT_BUS=nats needs NATS_URL; it was not started.');
  return natsBus({ url: natsUrl, onProblem });
}

/** The exit code of a shop whose strategy awaits what never comes: an internal error, as sysexits.h has it. */
const NEVER_ENDED = 70;

const strategyOf = (json: string): Promise<Strategy> => importStrategyFile(strategyFileSchema.parse(JSON.parse(json)));

void main();
