import { busyShopSessions, idleInTransaction, readFinalState } from '@/stores/postgres/audit';
import { unsettled } from '@/stores/redis/reservation-stream';
import type { ShelfStores } from '@/stores/shelves';
import { shelfOf } from '@/strategies/registry';
import { shopState } from '../shop-control';
import { poll } from '@/flood/poll';
import type { SaleEvidence } from '../audit-sale';
import type { Sale } from './sale';
import { isHealthy, type ChaosSandbox, type ChaosStores } from './sandbox';

const REST_WITHIN_MS = 30_000;

/** Waits until nothing is under way any more, and says what still is. */
export async function restComplaint(sandbox: ChaosSandbox, stores: ChaosStores & { shelves: ShelfStores }, signal: AbortSignal): Promise<string[]> {
  const counter = stores.shelves.redis;
  const questions: [string, () => Promise<boolean>][] = [
    ['Something in the sandbox does not answer', () => isHealthy(sandbox, stores)],
    ['Shops are still busy in Postgres', async () => (await busyShopSessions(stores.database)) === 0],
    ['A transaction was left open', async () => (await idleInTransaction(stores.database)) === 0],
    ['Purchases still wait for a connection', async () => (await Promise.all(sandbox.shopUrls.map(shopState))).every((state) => state?.waiting === 0)],
    ['Reservations in Redis were not settled', async () => counter === null || (await unsettled(counter)) === 0],
  ];
  const complaints: string[] = [];
  for (const [sentence, question] of questions) {
    const met = await poll(question, REST_WITHIN_MS, signal).then(() => true, () => false);
    signal.throwIfAborted();
    if (!met) complaints.push(`${sentence} ${REST_WITHIN_MS / 1_000} s after the last buyer had gone.`);
  }
  return complaints;
}

/** What is stored of a sale, beside what its buyers were told. */
export async function evidenceOf(sale: Sale, { database, shelves }: { database: ChaosStores['database']; shelves: ShelfStores }): Promise<SaleEvidence> {
  const shelf = shelfOf(sale.strategy);
  const counterStock = shelf === 'redis' && shelves.redis ? await shelves.redis.read(sale.productId) : null;
  return { ...(await readFinalState(database.db, sale.productId, shelf)), stock: sale.stock, purchases: sale.told, counterStock };
}
