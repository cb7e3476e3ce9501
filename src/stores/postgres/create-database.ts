import postgres from 'postgres';

/** 'invalid_catalog_name': there is no such database. */
const NO_SUCH_DATABASE = '3D000';
/** 'duplicate_database': another process was faster, which is just as good. */
const EXISTS = '42P04';

/**
 * Creates the database that the URL names if it does not exist; true when it did. Any other problem
 * with the server is left to the next connection to report.
 */
export async function createMissingDatabase(databaseUrl: string): Promise<boolean> {
  if ((await codeOf(ask(databaseUrl, (client) => client`select 1`))) !== NO_SUCH_DATABASE) return false;
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const refusal = await codeOf(ask(url.href, (client) => client`create database ${client(name)}`));
  if (refusal === null || refusal === EXISTS) return true;
  throw new Error(`The server of DATABASE_URL has no database "${name}", and it could not be created (${refusal}). Nothing was changed. Create it, or give the role CREATEDB.`);
}

async function ask(url: string, question: (client: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => undefined });
  try {
    await question(client);
  } finally {
    await client.end({ timeout: 2 });
  }
}

/** Null on success, else the SQLSTATE or the system's code. */
async function codeOf(asked: Promise<void>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
