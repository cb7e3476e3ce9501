import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { directUrl } from '@/config/direct-url';
import { sqlState } from './errors';
import { isPooled, PoolerInTheWay } from './pooler';

/** The server does not let us create a database. The message says what to do. */
export class ScratchDatabaseRefused extends Error {
  constructor(user: string, cause: unknown) {
    super(
      `The role ${user} may not create databases, and each run has one of its own so that it cannot touch any other tables. ` +
        `Let an administrator run: alter role "${user}" createdb. Nothing was run.`,
      { cause },
    );
    this.name = 'ScratchDatabaseRefused';
  }
}

/** A database for one run; `drop` it afterwards, even if sessions are still connected. */
export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * Makes a new, empty database on the server that a URL names. Throws `ScratchDatabaseRefused` if the role may not create one,
 * and `PoolerInTheWay` if only a pooler's address is known.
 */
export async function makeScratchDatabase(databaseUrl: string): Promise<ScratchDatabase> {
  const serverUrl = directUrl(databaseUrl);
  if (await isPooled(serverUrl)) throw new PoolerInTheWay('A session of an isolation spec');
  const name = `stampede_spec_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  try {
    // A name cannot be a parameter in DDL; this one consists of letters and digits that we chose.
    await onServer(serverUrl, `create database ${name}`);
  } catch (error) {
    if (sqlState(error) === INSUFFICIENT_PRIVILEGE) throw new ScratchDatabaseRefused(decodeURIComponent(url.username), error);
    throw new Error('A scratch database could not be created; nothing was run.', { cause: error });
  }
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = postgres(serverUrl, { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end({ timeout: 5 });
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
