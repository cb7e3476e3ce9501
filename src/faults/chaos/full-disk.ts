import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { killAndHeal, NOTHING_STRUCK, type ChaosField, type Struck } from './context';

/** A disk larger than this is somebody's own, and is never filled. */
const LARGEST = 1_024 ** 3;
/** How long buyers meet a Postgres that has no room. */
const FULL_FOR_MS = 5_000;
/** How long buyers write into what is left before the next look. */
const FILL_EVERY_MS = 250;

/**
 * Fills the small disk that Postgres lives on to the last byte, again and again while buyers buy, then gives the room back.
 * Postgres refuses what needs room, or ends when its log needs some; whoever looks after it has to bring it back.
 */
export async function fillDisk(field: ChaosField): Promise<Struck> {
  const { smallDisk, signal } = field;
  if (smallDisk === null) return { ...NOTHING_STRUCK, undecided: ['There was no small disk to be filled.'] };
  const size = await sizeOf(smallDisk);
  if (size.bytes > LARGEST) return { ...NOTHING_STRUCK, undecided: [`The disk at hand has ${Math.round(size.bytes / 1_024 ** 2)} MB: too large to be one that was made for this. It was not filled.`] };
  const filler = join(smallDisk, 'filler');
  const before = field.answers();
  let fills = 0;
  try {
    const end = performance.now() + FULL_FOR_MS;
    while (performance.now() < end) {
      if ((await fill(filler)) > 0) fills += 1;
      await wait(FILL_EVERY_MS, undefined, { signal });
      // As if others wrote a lot: the next piece of the log needs a new file. Then Postgres ends, and cannot come back yet.
      if (end - performance.now() < FULL_FOR_MS / 2) await field.stores.database.client`select pg_switch_wal()`.catch(() => undefined);
    }
  } finally {
    await rm(filler, { force: true });
  }
  const during = field.answers();
  const refused = during.refused - before.refused;
  const healthyAfterMs = await killAndHeal(field, async () => undefined, async () => true);
  return {
    ...NOTHING_STRUCK,
    struck: fills > 0 ? 1 : 0,
    healthyAfterMs,
    undecided: refused === 0 ? ['Postgres refused nothing, so it did not miss the room.'] : [],
    notes: [`${Math.round(size.bytes / 1_024 ** 2)} MB were full for ${FULL_FOR_MS / 1_000} s, in which ${during.all - before.all} purchases were answered and ${refused} of them could not be made`],
  };
}

/** Appends until there is no room; tells how many bytes went in. */
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

async function sizeOf(folder: string): Promise<{ bytes: number }> {
  const { bsize, blocks } = await statfs(folder);
  return { bytes: bsize * blocks };
}
