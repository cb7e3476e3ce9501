import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema';

/** Drizzle over a small pool of its own, for everything off the hot path. */
export type Database = PostgresJsDatabase<typeof schema>;

export interface OpenDatabase {
  db: Database;
  client: postgres.Sql;
  close(): Promise<void>;
}

/** Opens nothing yet: the first query connects. */
export function openDatabase(databaseUrl: string, applicationName: string): OpenDatabase {
  const client = postgres(databaseUrl, {
    max: 4,
    connect_timeout: 10,
    onnotice: () => undefined,
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    connection: { application_name: applicationName },
  });
  return { db: drizzle(client, { schema }), client, close: () => client.end({ timeout: 5 }) };
}
