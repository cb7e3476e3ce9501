import { commitDelayMs, delayCommits } from '@/stores/postgres/break-postgres';
import type { OpenDatabase } from '@/stores/postgres/database';
import { SLOW_COMMIT_MS } from './lane-injectors';
import { limitPool, releaseShop } from './shop-control';

/**
 * Puts right what a flood that was killed in the middle of a fault has left behind, so that the next one is measured on sound
 * services. Shops that take no instructions have none to forget, and a delay that is not ours stays.
 */
export async function mendLeftovers(shopUrls: readonly string[], database: OpenDatabase): Promise<void> {
  await Promise.all(
    shopUrls.map(async (url) => {
      await releaseShop(url);
      await limitPool(url, null).catch(() => undefined);
    }),
  );
  if ((await commitDelayMs(database, 'set by alter system')) === SLOW_COMMIT_MS) await delayCommits(database, 0);
}
