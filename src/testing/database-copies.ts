import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { prepareDatabase } from '@/stores/postgres/prepare-database';

/** A migrated database on the test server; `drop` it when the file is done. */
export interface ThrowAwayDatabase {
  url: string;
  drop(): Promise<void>;
}

/** The template of all others: it is migrated once, and a copy takes a tenth of the time. */
export async function templateDatabase(serverUrl: string): Promise<ThrowAwayDatabase & { name: string }> {
  const name = `template_${randomBytes(6).toString('hex')}`;
  const made = await createOn(serverUrl, name, 'template1');
  await prepareDatabase(made.url);
  return { ...made, name };
}

/** Creates one. Every connection to it must be closed before it can be dropped, so `drop` also proves that none was left open. */
export const copyOf = (serverUrl: string, template: string): Promise<ThrowAwayDatabase> => createOn(serverUrl, `test_${randomBytes(6).toString('hex')}`, template);

async function createOn(serverUrl: string, name: string, template: string): Promise<ThrowAwayDatabase> {
  await onServer(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database ${name}`) };
}

/** Postgres has no parameters in DDL, so the statement is text; the names in it are created here. */
async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end({ timeout: 5 });
  }
}
