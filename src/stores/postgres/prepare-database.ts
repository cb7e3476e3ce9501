import { drizzle } from 'drizzle-orm/postgres-js';
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
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    // Drizzle's migrator takes no lock: two processes that start together would both create the tables.
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const db = drizzle(client);
    await migrate(db, { migrationsFolder: join(projectRoot(), 'drizzle') });
    const [existing] = await db.select({ id: product.id }).from(product).limit(1);
    if (!existing) {
      const [seeded] = await db.insert(product).values({ name: 'Concert ticket', price: '49.00' }).returning();
      if (seeded) await db.insert(inventory).values({ productId: seeded.id, stock: 100, initialStock: 100 });
    }
  } catch (error) {
    throw new Error('The database could not be brought to the present schema; what was there before is unchanged.', { cause: error });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_260_001;
