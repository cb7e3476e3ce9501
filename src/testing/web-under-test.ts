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
 * The web of this test worker: the files that it runs, one after another, all use it, so each makes the products and floods that it
 * looks at, and puts nothing out of order for the next. Nothing is to be stopped.
 */
export async function sharedWeb(): Promise<WebAddress> {
  // Which of the workers this is; the next file that it runs finds the same number.
  const { VITEST_POOL_ID: worker = '1' } = childEnvironment({});
  const response = await fetch(`${inject('sharedWebsUrl')}/${worker}`, { signal: AbortSignal.timeout(600_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The shared web did not start: ${text}`);
  return JSON.parse(text) as WebAddress;
}

/** One of a test file's own, on a database of its own: where something is broken on purpose, or settings or a token are needed. */
export async function startWebUnderTest(options: Partial<WebStart> = {}): Promise<WebUnderTest> {
  return startWebAndShops(await throwAwayDatabase(), { redisUrls: inject('redisUrls'), ...options });
}
