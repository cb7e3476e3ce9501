import { inject } from 'vitest';
import { childEnvironment } from '@/config/child-environment';
import { startWebAndShops, type WebAddress, type WebStart } from './start-web-and-shops';
import { throwAwayDatabase } from './throw-away-database';

export type { WebAddress } from './start-web-and-shops';

/** The built page with two shops and a database. */
export interface WebUnderTest extends WebAddress {
  stop(): Promise<void>;
}

/**
 * The web of this test worker: the files that it runs, one after another, share it, so each creates the products and floods that it
 * looks at, and leaves everything in order for the next. It must not be stopped.
 */
export async function sharedWeb(): Promise<WebAddress> {
  // The number of this worker; the next file that it runs gets the same number.
  const { VITEST_POOL_ID: worker = '1' } = childEnvironment({});
  const response = await fetch(`${inject('sharedWebsUrl')}/${worker}`, { signal: AbortSignal.timeout(600_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The shared web did not start: ${text}`);
  return JSON.parse(text) as WebAddress;
}

/** A separate web with its own database, for a file that breaks something on purpose, or needs settings or a token. */
export async function startWebUnderTest(options: Partial<WebStart> = {}): Promise<WebUnderTest> {
  return startWebAndShops(await throwAwayDatabase(), { redisUrls: inject('redisUrls'), ...options });
}
