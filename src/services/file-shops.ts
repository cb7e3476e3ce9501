import { setTimeout as wait } from 'node:timers/promises';
import { logTail } from './log-tail';
import { askShop } from './shop-health';
import { startShops, type ShopOptions, type ShopServers } from './shop-servers';

export interface FileShopOptions extends ShopOptions {
  /** A shop that does not answer for this long is restarted. */
  answersWithinMs: number;
  /** Called when a shop ended or hung, with its last output. */
  onFailure: (sentence: string) => void;
}

/** Enough for any purchase: a strategy that uses more ends its own shop, not the machine. */
const HEAP_MB = 512;
/** How often the shops are checked. */
const EVERY_MS = 250;
/** A strategy that ends its shop again and again will not work with more restarts. */
const MOST_STARTS = 20;

/**
 * Shops that run one strategy from a file, beside those that run the built-in ones. Whatever the strategy breaks affects only its
 * shop: one that has ended or hangs is restarted.
 */
export async function startFileShops(options: FileShopOptions): Promise<Pick<ShopServers, 'urls' | 'stop'>> {
  const shops = await startShops({ ...options, stopWithinMs: 1_000, heapMb: HEAP_MB });
  const ending = new AbortController();
  const watching = watch(shops, options, ending.signal);
  return {
    urls: shops.urls,
    stop: async () => {
      ending.abort();
      await watching;
      // Shops that have ended since the last check are reported as well.
      if (shops.haveEnded()) options.onFailure(endedSentence(shops, options));
      await shops.stop();
    },
  };
}

const endedSentence = ({ logFiles }: ShopServers, { logName = 'A shop' }: FileShopOptions): string =>
  `${logName} ended unexpectedly. Its last output:\n${logTail(logFiles[0] ?? '', 6)}`;

async function watch(shops: ShopServers, options: FileShopOptions, signal: AbortSignal): Promise<void> {
  const { answersWithinMs, onFailure, logName } = options;
  let starts = 0;
  let silentSince: number | null = null;
  while (!signal.aborted && starts < MOST_STARTS) {
    const revived = await shops.revive().catch(() => 0);
    if (revived > 0) {
      starts += revived;
      onFailure(`${endedSentence(shops, options)}\n  It was restarted.`);
    }
    const answers = await Promise.all(shops.urls.map((url) => Promise.race([askShop(url), wait(Math.min(1_000, answersWithinMs), null, { ref: false })])));
    const silent = answers.some((answer) => answer?.ok !== true);
    silentSince = silent ? (silentSince ?? performance.now()) : null;
    if (silentSince !== null && performance.now() - silentSince >= answersWithinMs) {
      onFailure(`${logName ?? 'A shop'} did not answer for ${answersWithinMs / 1_000} s and was restarted: its strategy blocks the process, as an endless loop does.`);
      await shops.restart().catch(() => undefined);
      starts += 1;
      silentSince = null;
    }
    await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
