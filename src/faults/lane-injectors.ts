import type { LaneFaultName } from '@/domain/fault';
import { FloodError } from '@/domain/flood-error';
import { waitUntil } from '@/domain/wait-until';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { commitDelayMs, delayCommits, terminateShopBackends } from '@/stores/postgres/break-postgres';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { FloodSlot } from '@/stores/postgres/flood-slot';
import { COMES_BACK_WITHIN_MS, signalProcess, untilReplaced } from './processes';
import { restartPostgres, restartRedis } from './restart-servers';
import { occupyPool, shopPids, shopState, type ShopState } from './shop-control';

/** What a fault of a lane has to work on. */
export interface LaneContext {
  shopUrls: readonly string[];
  redisUrls: readonly string[];
  databaseUrl: string;
  database: OpenDatabase;
  /** Ends every wait: the flood is over or cancelled. */
  signal: AbortSignal;
  /** Takes the right to flood again, which goes when Postgres is restarted. */
  slot: FloodSlot;
  /** Purchases of the lane that were confirmed so far. */
  confirmed: () => number;
  /** Whether all buyers who were let in since the injection have their answer. */
  allAnswered: () => boolean;
  /** The shop whose buyer is hit, as it was before. */
  victim: { url: string; before: ShopState };
}

/** How one fault is injected into a lane, once a buyer has reached the step. */
export interface LaneInjector {
  /** What the shop of that buyer does there by itself; null when no buyer needs to stand anywhere. */
  action: 'hold' | 'stop' | 'kill' | 'lose' | null;
  /** What has to be broken before the crowd comes. */
  before?: (context: LaneContext) => Promise<void>;
  /** Breaks something and waits until it works again; gives what happened, in a sentence. */
  inject?: (context: LaneContext) => Promise<string>;
  /** What has to happen before the victim goes on: another buyer buys, or is seen to be unable to; or most of the crowd has its answer. */
  waitFor?: 'another sale' | 'crowd';
  /** Puts right what would stay otherwise; runs whatever has happened. */
  mend?: (context: LaneContext) => Promise<void>;
}

const MAJORITY = 3;
export const SLOW_COMMIT_MS = 50;

const KILL: LaneInjector = {
  action: 'kill',
  inject: async ({ victim: { url, before }, signal }) => {
    await untilReplaced([before.pid], () => shopPids(url), signal);
    return 'A replica was killed in the middle of a purchase and started again.';
  },
};

const redis = (count: number, data: 'kept' | 'empty', waitFor?: 'another sale'): LaneInjector => ({
  action: 'hold',
  ...(waitFor ? { waitFor } : {}),
  inject: async ({ redisUrls, signal }) => {
    const urls = redisUrls.slice(0, count);
    await restartRedis(urls, data, signal);
    return `${urls.length} Redis ${urls.length === 1 ? 'was' : 'were'} killed and came back ${data === 'empty' ? 'without any data' : 'with what was on disk'}.`;
  },
});

/** How each fault of a lane is injected and repaired. */
export const LANE_INJECTORS: Readonly<Record<LaneFaultName, LaneInjector>> = {
  'pause-holder': {
    action: 'stop',
    waitFor: 'another sale',
    inject: async () => 'A replica stood still in the middle of a purchase.',
    mend: async ({ victim }) => {
      signalProcess(victim.before.pid, 'SIGCONT');
    },
  },
  'kill-replica': KILL,
  'kill-after-reserve': KILL,
  'kill-before-reply': KILL,
  'kill-one-redis': redis(1, 'kept'),
  'kill-redis-majority': redis(MAJORITY, 'kept'),
  'restart-redis': redis(Infinity, 'kept'),
  'restart-redis-empty': redis(Infinity, 'empty', 'another sale'),
  'terminate-backends': {
    action: 'hold',
    inject: async ({ database }) => `${await terminateShopBackends(database)} connections of the shops were ended at the server.`,
  },
  'restart-postgres': {
    action: 'hold',
    inject: async ({ databaseUrl, slot, signal }) => {
      await restartPostgres(databaseUrl, 'SIGQUIT', signal);
      if (!(await slot.retake())) throw new FloodError('service-lost', 'When Postgres came back, another flood had begun. This lane cannot be judged; repeat the flood.');
      return 'Postgres was stopped without a checkpoint and came back through its recovery.';
    },
  },
  'exhaust-pool': {
    action: null,
    before: async ({ shopUrls }) => {
      await Promise.all(shopUrls.map(occupyPool));
    },
    inject: async ({ shopUrls, allAnswered, signal }) => {
      const purchasesQueue = async (): Promise<boolean> => (await Promise.all(shopUrls.map(shopState))).some((state) => (state?.waiting ?? 0) > 0);
      await waitUntil('purchases queue for a connection', async () => (await purchasesQueue()) || allAnswered(), { within: COMES_BACK_WITHIN_MS, signal });
      return `Every connection of every replica was taken, and ${(await purchasesQueue()) ? 'purchases queued for one' : 'no purchase needed one'}.`;
    },
  },
  'lose-replies': { action: 'lose' },
  'lose-replies-with-key': { action: 'lose' },
  'slow-commits': {
    action: null,
    waitFor: 'crowd',
    before: async ({ database, signal }) => {
      await delayCommits(database, SLOW_COMMIT_MS);
      await waitUntil('commits are slow', async () => (await commitDelayMs(database)) === SLOW_COMMIT_MS, { within: COMES_BACK_WITHIN_MS, signal });
    },
    inject: async () => `Every commit took at least ${SLOW_COMMIT_MS} ms.`,
    mend: ({ database }) => delayCommits(database, 0),
  },
};

const CROWD_WITHIN_MS = 60_000;

/** Waits until so many have an answer; a crowd that takes longer is let go on all the same. */
export async function crowdAnswered({ allAnswered, signal }: LaneContext): Promise<void> {
  await waitUntil('every buyer has an answer', () => allAnswered(), { within: CROWD_WITHIN_MS, signal }).catch(() => undefined);
}

/** How often in a row the shops must be seen waiting for a lock, and no buyer buying, before it counts as stuck. */
const STUCK_LOOKS = 8;
/** Longer than any lease lives. */
const OTHERS_WITHIN_MS = 9_000;

/** Waits until another buyer has bought, or until Postgres itself shows that none can: all wait for the victim's lock. */
export async function anotherSale({ confirmed, database, allAnswered, signal }: LaneContext): Promise<boolean> {
  const before = confirmed();
  let stuck = 0;
  const soldOrStuck = async (): Promise<boolean> => {
    if (confirmed() > before || allAnswered()) return true;
    stuck = (await sessionsWaitingForLocks(database)) > 0 ? stuck + 1 : 0;
    return stuck >= STUCK_LOOKS;
  };
  await waitUntil('another buyer has bought', soldOrStuck, { within: OTHERS_WITHIN_MS, every: 50, signal }).catch(() => undefined);
  return confirmed() > before;
}
