import { shopState, signalProcess } from '../shop-control';
import { killAndHeal, longest, NOTHING_STRUCK, type ChaosField, type Struck } from './context';
import { StockWatcher } from './stock-watcher';

const kill = (pid: number | null): boolean => pid !== null && signalProcess(pid, 'SIGKILL');

/** One after the other: with both gone at once nobody could buy, and nobody would learn anything. */
export async function killShops(field: ChaosField): Promise<Struck> {
  const times: (number | null)[] = [];
  for (const url of field.sandbox.shopUrls) {
    const before = await shopState(url);
    const isBack = async (): Promise<boolean> => {
      const now = await shopState(url);
      return now !== null && now.pid !== before?.pid;
    };
    times.push(await killAndHeal(field, async () => kill(before?.pid ?? null), isBack));
  }
  return { ...NOTHING_STRUCK, struck: times.length, healthyAfterMs: longest(times) };
}

/** A web with watchers, who have to come back by themselves and see the end of the sale. */
export async function killWeb(field: ChaosField): Promise<Struck> {
  const { sandbox, sales, signal } = field;
  const webUrl = sandbox.webUrl ?? '';
  const watchers = Array.from({ length: WATCHERS }, (_, index) => new StockWatcher(webUrl, sales[index % sales.length]?.productId ?? 0));
  try {
    const watching = await StockWatcher.all(watchers, (watcher) => watcher.stock !== null, WATCH_WITHIN_MS, signal);
    const before = sandbox.pids.web();
    const isBack = async (): Promise<boolean> => sandbox.pids.web() !== null && sandbox.pids.web() !== before;
    const healthyAfterMs = await killAndHeal(field, async () => kill(before), isBack);
    const emptied = await field.rush();
    const late = emptied ? await StockWatcher.all(watchers, (watcher) => watcher.stock === 0, WATCH_WITHIN_MS, signal) : 0;
    const reconnects = watchers.reduce((sum, watcher) => sum + watcher.connections - 1, 0);
    return {
      ...NOTHING_STRUCK,
      struck: 1,
      healthyAfterMs,
      undecided: watching > 0 ? [`${watching} of ${WATCHERS} watchers saw no stock before the web was killed.`] : [],
      broken: late > 0 ? [`${late} of ${WATCHERS} watchers did not see the shelf run empty after the web had come back.`] : [],
      notes: [`${WATCHERS} watchers connected again ${reconnects} times and saw the last unit go`],
    };
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

const WATCHERS = 20;
const WATCH_WITHIN_MS = 20_000;

/** The first: the one that counts, so that it is missed. */
export const killOneRedis = (field: ChaosField): Promise<Struck> => killRedis(field, 1);
export const killAllRedis = (field: ChaosField): Promise<Struck> => killRedis(field, field.sandbox.redisUrls.length);

async function killRedis(field: ChaosField, count: number): Promise<Struck> {
  const before = field.sandbox.pids.redis().slice(0, count);
  const isBack = async (): Promise<boolean> => {
    const now = field.sandbox.pids.redis();
    return before.every((pid) => !now.includes(pid)) && now.length === field.sandbox.redisUrls.length;
  };
  const healthyAfterMs = await killAndHeal(field, async () => before.forEach(kill), isBack);
  return { ...NOTHING_STRUCK, struck: before.length, healthyAfterMs };
}

/** Without its parent every server process ends by itself; the next postmaster recovers from the log. */
export async function killPostmaster(field: ChaosField): Promise<Struck> {
  const { pids } = field.sandbox;
  const before = pids.postgres();
  const healthyAfterMs = await killAndHeal(field, async () => kill(before), async () => pids.postgres() !== null && pids.postgres() !== before);
  return { ...NOTHING_STRUCK, struck: 1, healthyAfterMs };
}
