import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { sqlState } from './errors';

/** The server does not let us make a database. The sentence says what to do. */
export class ScratchDatabaseRefused extends Error {
  constructor(user: string, cause: unknown) {
    super(
      `The role ${user} may not create databases, and each run has one of its own so that it cannot touch anybody's tables. ` +
        `Let an administrator run: alter role "${user}" createdb. Nothing was run.`,
      { cause },
    );
    this.name = 'ScratchDatabaseRefused';
  }
}

/**
 * Runs `work` on a new, empty database of the server that a URL names, and drops it afterwards, whatever happened and
 * whoever is still connected to it. Throws `ScratchDatabaseRefused` where the role may not make one.
 */
export async function withScratchDatabase<T>(serverUrl: string, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const name = `stampede_spec_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  const client = postgres(serverUrl, { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => undefined });
  try {
    try {
      // A name cannot be a parameter of DDL; this one is made here of letters and digits.
      await client.unsafe(`create database ${name}`);
    } catch (error) {
      if (sqlState(error) === INSUFFICIENT_PRIVILEGE) throw new ScratchDatabaseRefused(decodeURIComponent(url.username), error);
      throw new Error('A scratch database could not be made; nothing was run.', { cause: error });
    }
    url.pathname = `/${name}`;
    try {
      return await work(url.href);
    } finally {
      await client.unsafe(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await client.end({ timeout: 5 });
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
