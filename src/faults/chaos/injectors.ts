import type { ChaosFaultName } from '@/domain/fault';
import { restartProcesses } from '../processes';
import { restartPostgres, restartRedis } from '../restart-servers';
import { shopPids } from '../shop-control';
import { manyWatchers, slowReaders } from './client-load';
import { NOTHING_INJECTED, timeToHealth, type ChaosContext, type InjectionResult } from './context';
import { fillDisk } from './full-disk';
import { hangUps } from './hang-ups';
import { StockWatcher } from './stock-watcher';

/** How each fault of a sandbox is injected. Resolves when whatever it broke works again, or was given up. */
export const CHAOS_INJECTORS: Readonly<Record<ChaosFaultName, (context: ChaosContext) => Promise<InjectionResult>>> = {
  'kill-shop': killShops,
  'kill-web': killWeb,
  // The first: the one that counts, so that it is missed.
  'kill-one-redis': (context) => restarted(context, 1, () => restartRedis(context.sandbox.redisUrls.slice(0, 1), 'kept', context.signal)),
  'kill-all-redis': (context) => restarted(context, context.sandbox.redisUrls.length, () => restartRedis(context.sandbox.redisUrls, 'kept', context.signal)),
  'kill-postgres': (context) => restarted(context, 1, () => restartPostgres(context.sandbox.databaseUrl, 'SIGKILL', context.signal)),
  'full-disk': fillDisk,
  'many-watchers': manyWatchers,
  'slow-readers': slowReaders,
  'hang-ups': hangUps,
};

async function restarted(context: ChaosContext, injected: number, restart: () => Promise<void>): Promise<InjectionResult> {
  return { ...NOTHING_INJECTED, injected, healthyAfterMs: await timeToHealth(context, restart) };
}

/** One after the other: with both gone at once nothing is sold, and nothing learned. */
async function killShops(context: ChaosContext): Promise<InjectionResult> {
  const times: (number | null)[] = [];
  for (const url of context.sandbox.shopUrls) times.push(await timeToHealth(context, () => restartProcesses(() => shopPids(url), context.signal)));
  const known = times.filter((time) => time !== null);
  return { ...NOTHING_INJECTED, injected: times.length, healthyAfterMs: known.length < times.length ? null : Math.max(...known) };
}

const WATCHERS = 20;
const SEEN_WITHIN_MS = 20_000;

/** A web with watchers, who have to come back by themselves and see the end of the sale. */
async function killWeb(context: ChaosContext): Promise<InjectionResult> {
  const { sandbox: { pids }, signal } = context;
  const pidsNow = async (): Promise<number[]> => [pids.web()].filter((pid) => pid !== null);
  return StockWatcher.during(context, WATCHERS, async (watchers) => {
    const blind = await StockWatcher.missing(watchers, ({ stock }) => stock !== null, SEEN_WITHIN_MS, signal);
    const result = await restarted(context, 1, () => restartProcesses(pidsNow, signal));
    const late = await StockWatcher.missingTheEnd(context, watchers, SEEN_WITHIN_MS);
    const reconnects = watchers.reduce((sum, watcher) => sum + watcher.connections - 1, 0);
    return {
      ...result,
      undecided: blind > 0 ? [`${blind} of ${WATCHERS} watchers saw no stock before the web was killed.`] : [],
      broken: late > 0 ? [`${late} of ${WATCHERS} watchers did not see the stock run out after the web had come back.`] : [],
      notes: [`${WATCHERS} watchers connected again ${reconnects} times and saw the last unit go`],
    };
  });
}
