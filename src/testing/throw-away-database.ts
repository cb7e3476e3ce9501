import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { prepareDatabase } from '@/stores/postgres/prepare-database';

/** A database of its own on the test server, migrated; `drop` when the file is done. */
export interface ThrowAwayDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Makes one. Every connection to it must be closed before it can be dropped, so `drop` also proves that none was left. */
export async function throwAwayDatabase(): Promise<ThrowAwayDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = inject('databaseUrl');
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await prepareDatabase(url.href);
  return { url: url.href, drop: () => onServer(server, `drop database ${name}`) };
}

/** Without DDL parameters in Postgres, the statement is text; the names in it are made here. */
async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end({ timeout: 5 });
  }
}
