import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { directUrl } from '@/config/direct-url';
import { projectRoot } from '@/config/project-root';
import { isPooled, PoolerInTheWay } from './pooler';

/** A separate schema with every table of the sandbox in it, empty; nothing in it disturbs a sale of the shop. */
export interface ScratchSchema {
  name: string;
  /** The database's URL for sessions that work in this schema. Their commits do not wait for the disk, because losing scratch data does not matter. */
  url: string;
  /** A connection that works in it, and lives as long as the schema. */
  client: postgres.Sql;
  /** Drops it and closes the connection. Close all other connections before: dropping waits for their transactions. */
  drop(): Promise<void>;
}

const PREFIX = 'stampede_lab_';

/**
 * Creates one, and drops those whose process has died. Throws with what was attempted if the database refuses, and
 * then nothing is left behind.
 */
export async function createScratchSchema(databaseUrl: string): Promise<ScratchSchema> {
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
  const server = directUrl(databaseUrl);
  // Without the settings below: a pooler would refuse them with an unhelpful message.
  if (await isPooled(server)) throw new PoolerInTheWay('A lab or search');
  const url = urlOf(server, name);
  const client = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10, fetch_types: false });
  try {
    await dropAbandoned(client);
    await client.unsafe([`create schema ${name}`, ...(await schemaStatements())].join(';\n'));
  } catch (cause) {
    await client.end({ timeout: 5 });
    throw new Error('No scratch schema could be created in this database; nothing was changed. Its role needs the right to: grant create on database ... to ...', { cause });
  }
  const drop = async (): Promise<void> => {
    try {
      await client.unsafe(`drop schema if exists ${name} cascade`);
    } finally {
      await client.end({ timeout: 5 });
    }
  };
  return { name, url, client, drop };
}

/** Every session of a scratch schema carries its name, so a schema without a session is abandoned. */
async function dropAbandoned(client: postgres.Sql): Promise<void> {
  const abandoned = await client<{ name: string }[]>`
    select nspname as name from pg_namespace
    where nspname like ${`${PREFIX}%`}
      and not exists (select 1 from pg_stat_activity where application_name = nspname)
  `;
  for (const { name } of abandoned) await client.unsafe(`drop schema if exists "${name}" cascade`);
}

function urlOf(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  // postgres.js passes options that it does not know to the server, as settings of the session.
  url.searchParams.set('search_path', name);
  url.searchParams.set('application_name', name);
  url.searchParams.set('synchronous_commit', 'off');
  return url.href;
}

interface Journal {
  entries: { tag: string }[];
}

/** The statements that create every table of the sandbox in the first schema of the search path: the migrations as they are. */
export async function schemaStatements(): Promise<string[]> {
  const folder = join(projectRoot(), 'drizzle');
  const { entries } = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;
  const files = await Promise.all(entries.map(({ tag }) => readFile(join(folder, `${tag}.sql`), 'utf8')));
  return files.flatMap((file) => file.replaceAll('"public".', '').split('--> statement-breakpoint')).flatMap((part) => part.split(/;\s*(?=\n|$|[A-Z])/)).map((statement) => statement.trim()).filter((statement) => statement !== '');
}
