import { is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { schema, type Database } from './database';

/** Every table of the schema; a new one is included automatically. */
const TABLES = Object.values(schema).flatMap((table) => (is(table, PgTable) ? [getTableConfig(table).name] : []));

/** Empties all of our tables and restarts their ids at 1; nothing else in the database is touched. */
export async function clearDatabase(db: Database): Promise<void> {
  await db.execute(sql`truncate ${sql.join(TABLES.map((name) => sql.identifier(name)), sql`, `)} restart identity`);
}
