import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { join } from 'node:path';
import postgres from 'postgres';
import { projectRoot } from '@/config/project-root';
import { product, inventory } from './schema';

/**
 * Brings the database to the present schema and puts the shop's own product on its shelf if it is not there.
 * Safe to call from several processes at once. Throws with what was attempted if the database refuses.
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, prepare: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await drizzle(client).transaction(async (tx) => {
      // Drizzle's migrator takes no lock: two processes that start together would both create the tables. Until the
      // transaction ends and not for the session, so that it holds through a pooler too.
      await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await migrate(within(tx), { migrationsFolder: join(projectRoot(), 'drizzle') });
      const [existing] = await tx.select({ id: product.id }).from(product).limit(1);
      if (existing) return;
      const [seeded] = await tx.insert(product).values({ name: 'Concert ticket', price: '49.00' }).returning();
      if (seeded) await tx.insert(inventory).values({ productId: seeded.id, stock: 100, initialStock: 100 });
    });
  } catch (error) {
    throw new Error('The database could not be brought to the present schema; what was there before is unchanged.', { cause: error });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** The migrator opens a transaction of its own, which in the middle of ours has to be a savepoint. */
function within(tx: Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]): PostgresJsDatabase {
  const { session } = tx as unknown as { session: object };
  const nested = { value: tx.transaction.bind(tx) };
  return Object.create(tx, { session: { value: Object.create(session, { transaction: nested }) as object } }) as PostgresJsDatabase;
}

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_260_001;
