import { openDatabase } from '@/stores/postgres/database';
import { takeFloodSlot } from '@/stores/postgres/flood-slot';
import { resetShopProducts } from '@/stores/postgres/products';
import { deleteAllRuns } from '@/stores/postgres/runs';

/** Forgets every run and fills the shop's shelves again; waits for a flood that is under way. */
export async function resetSandbox(databaseUrl: string): Promise<{ runs: number; products: number }> {
  const database = openDatabase(databaseUrl, 'stampede reset');
  const slot = await takeFloodSlot(databaseUrl, new AbortController().signal, () => undefined);
  try {
    const { runs } = await deleteAllRuns(database.db);
    return { runs, products: await resetShopProducts(database.db) };
  } finally {
    await slot.release();
    await database.close();
  }
}
