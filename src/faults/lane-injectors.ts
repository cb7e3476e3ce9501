import { commitDelayMs, delayCommits, postmasterPid, terminateShopBackends } from '@/stores/postgres/break-postgres';
import { sessionsWaitingForLocks } from '@/stores/postgres/audit';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import type { FloodSlot } from '@/stores/postgres/flood-slot';
import { FloodError } from '@/flood/flood-error';
import { poll } from '@/flood/poll';
import { COMES_BACK_WITHIN_MS, restartRedis } from './break-redis';
import { occupyPool, shopState, signalProcess, type ShopState } from './shop-control';

/** What a fault has to work on. */
export interface FaultField {
  shopUrls: readonly string[];
  redisUrls: readonly string[];
  databaseUrl: string;
  database: OpenDatabase;
  /** Ends every wait: nobody wants the flood any more. */
  signal: AbortSignal;
  /** Takes the right to flood again, which goes when Postgres is restarted. */
  slot: FloodSlot;
  /** Purchases of the lane that were confirmed so far. */
  confirmed: () => number;
  /** Whether all who were let in since it struck have their answer. */
  everybodyAnswered: () => boolean;
  /** The shop whose buyer is hit, as it was before. */
  victim: { url: string; before: ShopState };
}

/** How one fault is brought about, once a buyer stands where it is to strike. */
export interface Injection {
  /** What the victim's own shop is told to do there; null when nobody needs to stand anywhere. */
  action: 'hold' | 'stop' | 'kill' | 'lose' | null;
  /** What has to be broken before the crowd comes. */
  before?: (field: FaultField) => Promise<void>;
  /** Breaks something and waits until it works again. */
  strike?: (field: FaultField) => Promise<string>;
  /** What has to happen before the victim goes on: somebody else buys, or is seen to be unable to; or most of the crowd has its answer. */
  waitFor?: 'somebody' | 'crowd';
  /** Puts right what would stay otherwise; runs whatever has happened. */
  mend?: (field: FaultField) => Promise<void>;
}

const MAJORITY = 3;
export const SLOW_COMMIT_MS = 50;

export const INJECTIONS: Readonly<Record<string, Injection>> = {
  'pause-holder': {
    action: 'stop',
    waitFor: 'somebody',
    strike: async () => 'A replica stood still in the middle of a purchase.',
    mend: async ({ victim }) => {
      signalProcess(victim.before.pid, 'SIGCONT');
    },
  },
  'kill-replica': { action: 'kill', strike: comesBack },
  'kill-after-reserve': { action: 'kill', strike: comesBack },
  'kill-before-reply': { action: 'kill', strike: comesBack },
  'kill-one-redis': { action: 'hold', strike: ({ redisUrls, signal }) => restarted(redisUrls.slice(0, 1), false, signal) },
  'kill-redis-majority': { action: 'hold', strike: ({ redisUrls, signal }) => restarted(redisUrls.slice(0, MAJORITY), false, signal) },
  'restart-redis': { action: 'hold', strike: ({ redisUrls, signal }) => restarted(redisUrls, false, signal) },
  'restart-redis-empty': { action: 'hold', waitFor: 'somebody', strike: ({ redisUrls, signal }) => restarted(redisUrls, true, signal) },
  'terminate-backends': {
    action: 'hold',
    strike: async ({ database }) => `${await terminateShopBackends(database)} connections of the shops were ended at the server.`,
  },
  'restart-postgres': { action: 'hold', strike: restartPostgres },
  'exhaust-pool': {
    action: null,
    before: async ({ shopUrls }) => {
      await Promise.all(shopUrls.map(occupyPool));
    },
    strike: async ({ shopUrls, everybodyAnswered, signal }) => {
      const somebodyQueues = async (): Promise<boolean> => (await Promise.all(shopUrls.map(shopState))).some((state) => (state?.waiting ?? 0) > 0);
      await poll(async () => (await somebodyQueues()) || everybodyAnswered(), COMES_BACK_WITHIN_MS, signal);
      return `Every connection of every replica was taken, and ${(await somebodyQueues()) ? 'purchases queued for one' : 'no purchase needed one'}.`;
    },
  },
  'lose-replies': { action: 'lose' },
  'lose-replies-with-key': { action: 'lose' },
  'slow-commits': {
    action: null,
    waitFor: 'crowd',
    before: async ({ database, signal }) => {
      await delayCommits(database, SLOW_COMMIT_MS);
      await poll(async () => (await commitDelayMs(database)) === SLOW_COMMIT_MS, COMES_BACK_WITHIN_MS, signal);
    },
    strike: async () => `Every commit took at least ${SLOW_COMMIT_MS} ms.`,
    mend: ({ database }) => delayCommits(database, 0),
  },
};

async function comesBack({ victim, signal }: FaultField): Promise<string> {
  await poll(async () => {
    const now = await shopState(victim.url);
    return now !== null && now.pid !== victim.before.pid;
  }, COMES_BACK_WITHIN_MS, signal);
  return 'A replica was killed in the middle of a purchase and started again.';
}

async function restarted(urls: readonly string[], empty: boolean, signal: AbortSignal): Promise<string> {
  await restartRedis(urls, empty, signal);
  return `${urls.length} Redis ${urls.length === 1 ? 'was' : 'were'} killed and came back ${empty ? 'without any data' : 'with what was on disk'}.`;
}

async function restartPostgres({ database, databaseUrl, slot, signal }: FaultField): Promise<string> {
  const pid = await postmasterPid(database);
  // Immediate shutdown: no checkpoint and no goodbye, as when the machine fails.
  signalProcess(pid, 'SIGQUIT');
  await poll(async () => {
    // A new connection each time: an old one may wait long for a server that is gone.
    const fresh = openDatabase(databaseUrl, 'stampede fault');
    return postmasterPid(fresh).then((now) => now !== pid).finally(() => fresh.close());
  }, COMES_BACK_WITHIN_MS, signal);
  if (!(await slot.retake())) throw new FloodError('service-lost', 'When Postgres came back, another flood had begun. This lane cannot be judged; repeat the flood.');
  return 'Postgres was stopped without a checkpoint and came back through its recovery.';
}

/** Waits until so many have an answer; a crowd that takes longer is let go on all the same. */
export async function crowdHasAnswers({ everybodyAnswered, signal }: FaultField): Promise<void> {
  await poll(async () => everybodyAnswered(), CROWD_WITHIN_MS, signal).catch(() => undefined);
}

const CROWD_WITHIN_MS = 60_000;

/** How often in a row the shops must be seen waiting for a lock, and nobody buying, before it counts as stuck. */
const STUCK_LOOKS = 8;
/** Longer than any lease lives. */
const OTHERS_WITHIN_MS = 9_000;

/** Waits until somebody else has bought, or until Postgres itself shows that nobody can: all wait for the victim's lock. */
export async function othersHaveBought({ confirmed, database, everybodyAnswered, signal }: FaultField): Promise<boolean> {
  const before = confirmed();
  let stuck = 0;
  await poll(async () => {
    if (confirmed() > before || everybodyAnswered()) return true;
    stuck = (await sessionsWaitingForLocks(database)) > 0 ? stuck + 1 : 0;
    return stuck >= STUCK_LOOKS;
  }, OTHERS_WITHIN_MS, signal).catch(() => undefined);
  return confirmed() > before;
}
