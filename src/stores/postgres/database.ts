import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as eventSchema from './event-schema';
import * as tables from './schema';

export const schema = { ...tables, ...eventSchema };

/** Drizzle over a small pool of its own, or one transaction of it, for everything off the hot path. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  db: Database;
  client: postgres.Sql;
  close(): Promise<void>;
}

/** Opens nothing yet: the first query connects. */
export function openDatabase(databaseUrl: string, applicationName: string): OpenDatabase {
  const client = postgres(databaseUrl, {
    max: 4,
    // Nothing here is hot, and through a pooler a prepared statement may be unknown.
    prepare: false,
    connect_timeout: 10,
    // The driver would fetch them on every new connection, and nothing catches the error when that connection is lost meanwhile.
    fetch_types: false,
    onnotice: () => undefined,
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    connection: { application_name: applicationName },
  });
  return { db: drizzle(client, { schema }), client, close: () => client.end({ timeout: 5 }) };
}
