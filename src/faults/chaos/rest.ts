import { waitUntil } from '@/domain/wait-until';
import { busyShopSessions, idleInTransaction } from '@/stores/postgres/audit';
import { unsettled } from '@/stores/redis/reservation-stream';
import { shopState } from '../shop-control';
import { isHealthy, type ChaosSandbox, type ChaosStores } from './sandbox';

const REST_WITHIN_MS = 30_000;

/** Waits until nothing is under way any more, and says what still is, a sentence each. */
export async function unrest(sandbox: ChaosSandbox, stores: ChaosStores, signal: AbortSignal): Promise<string[]> {
  const { database, stock: { redis } } = stores;
  const questions: [string, () => Promise<boolean>][] = [
    ['Something in the sandbox does not answer', () => isHealthy(sandbox, stores)],
    ['Shops are still busy in Postgres', async () => (await busyShopSessions(database)) === 0],
    ['A transaction was left open', async () => (await idleInTransaction(database)) === 0],
    ['Purchases still wait for a connection', async () => (await Promise.all(sandbox.shopUrls.map(shopState))).every((state) => state?.waiting === 0)],
    ['Reservations in Redis were not settled', async () => redis === null || (await unsettled(redis)) === 0],
  ];
  const sentences: string[] = [];
  for (const [sentence, question] of questions) {
    const met = await waitUntil(sentence, question, { within: REST_WITHIN_MS, signal }).then(() => true, () => false);
    signal.throwIfAborted();
    if (!met) sentences.push(`${sentence} ${REST_WITHIN_MS / 1_000} s after the last buyer had gone.`);
  }
  return sentences;
}
