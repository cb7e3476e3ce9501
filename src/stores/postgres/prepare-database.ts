import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { join } from 'node:path';
import postgres from 'postgres';
import { projectRoot } from '@/config/project-root';
import { schema, type Database } from './database';
import { product } from './schema';
import { seedShop } from './seed';

/**
 * Brings the database to the present schema and puts the shop's own products on their shelves if it has no product at all.
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

type OneConnection = Database & Parameters<typeof migrate>[0];

// Drizzle's migrator takes no lock: two processes that start together would both create the tables.
async function underMigrationLock(databaseUrl: string, work: (db: OneConnection) => Promise<void>): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await work(drizzle(client, { schema }));
  } catch (error) {
    throw new Error('The database could not be brought to the present schema; what was there before is unchanged.', { cause: error });
  } finally {
    await client.end({ timeout: 5 });
  }
}

const MIGRATIONS = join(projectRoot(), 'drizzle');

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_260_001;
