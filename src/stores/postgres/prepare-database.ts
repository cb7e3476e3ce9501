import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { join } from 'node:path';
import postgres from 'postgres';
import { projectRoot } from '@/config/project-root';
import { schema } from './database';
import { product } from './schema';
import { seedShop } from './seed';

/**
 * Brings the database to the current schema and adds the shop's own products if it has no product at all.
 * Safe to call from several processes at once. Throws with what was attempted if the database refuses.
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await underMigrationLock(databaseUrl, async (db) => {
    await migrate(db, { migrationsFolder: MIGRATIONS });
    const [existing] = await db.select({ id: product.id }).from(product).limit(1);
    if (!existing) await seedShop(db);
  });
}

/** The schema alone. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  await underMigrationLock(databaseUrl, (db) => migrate(db, { migrationsFolder: MIGRATIONS }));
}

type OneTransaction = PostgresJsDatabase<typeof schema>;

async function underMigrationLock(databaseUrl: string, work: (db: OneTransaction) => Promise<void>): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, prepare: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await drizzle(client, { schema }).transaction(async (tx) => {
      // Drizzle's migrator takes no lock: two processes that start together would both create the tables. Held until the
      // transaction ends and not for the session, so that it works through a pooler too.
      await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await work(within(tx));
    });
  } catch (error) {
    throw new Error('The database could not be brought to the current schema; what was there before is unchanged.', { cause: error });
  } finally {
    await client.end({ timeout: 5 });
  }
}

const MIGRATIONS = join(projectRoot(), 'drizzle');

/** The migrator opens a transaction of its own, which inside ours has to be a savepoint. */
function within(tx: Parameters<Parameters<OneTransaction['transaction']>[0]>[0]): OneTransaction {
  const { session } = tx as unknown as { session: object };
  const nested = { value: tx.transaction.bind(tx) };
  return Object.create(tx, { session: { value: Object.create(session, { transaction: nested }) as object } }) as OneTransaction;
}

/** Any number that nothing else in this database uses for a lock. */
const MIGRATION_LOCK = 7_260_001;
