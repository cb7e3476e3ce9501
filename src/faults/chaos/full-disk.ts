import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NOTHING_INJECTED, timeToHealth, type ChaosContext, type InjectionResult } from './context';

/** A disk larger than this was not made for a test, and is never filled. */
const LARGEST_MB = 1_024;
/** How long buyers meet a Postgres that has no room. */
const FULL_FOR_MS = 5_000;
/** A slow Postgres takes longer until it needs room: so long it may, at most. */
const FULL_AT_MOST_MS = 45_000;
/** How long buyers write into what is left before the next look. */
const FILL_EVERY_MS = 250;

/**
 * Fills the small disk that Postgres lives on to the last byte, again and again while buyers buy, then gives the room back.
 * Postgres refuses what needs room, or ends when its log needs some; the launcher has to bring it back.
 */
export async function fillDisk(context: ChaosContext): Promise<InjectionResult> {
  const { smallDisk, sales, signal, stores } = context;
  if (smallDisk === null) return { ...NOTHING_INJECTED, undecided: ['There was no small disk to be filled.'] };
  const { bsize, blocks } = await statfs(smallDisk);
  const sizeMb = Math.round((bsize * blocks) / 1_024 ** 2);
  if (sizeMb > LARGEST_MB) return { ...NOTHING_INJECTED, undecided: [`The disk at hand has ${sizeMb} MB: too large to be one that was made for this. It was not filled.`] };
  const filler = join(smallDisk, 'filler');
  const before = sales.map(({ records }) => records.length);
  let fills = 0;
  let fullForMs = 0;
  try {
    const began = performance.now();
    const fullMs = (): number => performance.now() - began;
    while (fullMs() < FULL_FOR_MS || (refusedSince(sales, before) === 0 && fullMs() < FULL_AT_MOST_MS)) {
      if ((await fill(filler)) > 0) fills += 1;
      await wait(FILL_EVERY_MS, undefined, { signal });
      // As if others wrote a lot: the next piece of the log needs a new file, once those that Postgres keeps in store are used up.
      // Then Postgres ends, and cannot come back yet.
      if (fullMs() > FULL_FOR_MS / 2) await stores.database.client`select pg_switch_wal()`.catch(() => undefined);
    }
    fullForMs = fullMs();
  } finally {
    await rm(filler, { force: true });
  }
  const answered = purchasesSince(sales, before).length;
  const refused = refusedSince(sales, before);
  return {
    ...NOTHING_INJECTED,
    injected: fills > 0 ? 1 : 0,
    healthyAfterMs: await timeToHealth(context, async () => undefined),
    undecided: refused === 0 ? ['Postgres refused nothing, so it did not miss the room.'] : [],
    notes: [`${sizeMb} MB were full for ${Math.round(fullForMs / 1_000)} s, in which ${answered} purchases were answered and ${refused} of them could not be made`],
  };
}

const purchasesSince = (sales: ChaosContext['sales'], before: readonly number[]) => sales.flatMap(({ records }, index) => records.slice(before[index]));

/** Purchases that could not be made. */
const refusedSince = (sales: ChaosContext['sales'], before: readonly number[]): number =>
  purchasesSince(sales, before).filter(({ outcome }) => outcome === 'gave-up' || outcome === 'unknown').length;

/** Appends until there is no room; gives how many bytes went in. */
async function fill(path: string): Promise<number> {
  const file = await open(path, 'a', 0o600);
  let written = 0;
  try {
    for (const size of [1_024 * 1_024, 4_096, 1]) {
      const chunk = Buffer.alloc(size);
      for (;;) {
        const { bytesWritten } = await file.write(chunk).catch(() => ({ bytesWritten: 0 }));
        written += bytesWritten;
        if (bytesWritten < size) break;
      }
    }
  } finally {
    await file.close();
  }
  return written;
}
