import postgres from 'postgres';
import { directUrl } from '@/config/direct-url';
import { requireOwnSession } from './pooler';

/** The right to flood, held until `release` or until this process or its connection is gone. */
export interface FloodSlot {
  /** Takes it again after Postgres was restarted, which has freed it. False when another process was faster. */
  retake(): Promise<boolean>;
  release(): Promise<void>;
}

/** Any number that nothing else in this database uses for a lock. */
const SLOT = 7_260_002;
const ASK_EVERY_MS = 100;

/**
 * Takes the database's one flood slot, so that floods from the page and from any command line never disturb each other.
 * `onBusy` is called once if another process has it. Rejects with the signal's reason when aborted while waiting, and with
 * `PoolerInTheWay` where the lock would stay with a session of the pooler's.
 */
export async function takeFloodSlot(databaseUrl: string, signal: AbortSignal, onBusy: () => void): Promise<FloodSlot> {
  const client = slotClient(databaseUrl);
  try {
    await requireOwnSession(client, 'The right to flood is a lock that');
    for (let asked = 0; ; asked++) {
      if (await tryTake(client)) return { retake: () => retake(client), release: () => client.end({ timeout: 5 }) };
      if (asked === 0) onBusy();
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      signal.throwIfAborted();
    }
  } catch (error) {
    await client.end({ timeout: 5 });
    throw error;
  }
}

/** Runs `work` only while no flood is under way, and keeps floods from starting meanwhile; skips it when one is running. */
export async function whileNobodyFloods(databaseUrl: string, work: () => Promise<void>): Promise<void> {
  const client = slotClient(databaseUrl);
  try {
    await requireOwnSession(client, 'The right to flood is a lock that');
    if (await tryTake(client)) await work();
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Safe when the lock is still held: its owner can take an advisory lock twice. */
async function retake(client: postgres.Sql): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    // The first try may only report that the old connection is gone.
    const taken = await tryTake(client).catch(() => null);
    if (taken !== null) return taken;
    if (tries >= RETAKE_TRIES) return false;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

const RETAKE_TRIES = 50;

const slotClient = (databaseUrl: string): postgres.Sql =>
  postgres(directUrl(databaseUrl), {
    max: 1,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'stampede flood slot' },
  });

async function tryTake(client: postgres.Sql): Promise<boolean> {
  const [row] = await client<{ taken: boolean }[]>`select pg_try_advisory_lock(${SLOT}) as taken`;
  return row?.taken ?? false;
}
