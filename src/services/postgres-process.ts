import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { commandLine, processStart, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { POSTGRES_NAME, type PostgresCluster } from './postgres-cluster';

/** A Postgres that runs on our data folder, whichever process started it. */
export interface RunningPostgres {
  identity: ProcessIdentity;
  port: number;
}

/**
 * The server that runs on a data folder, by the file that every server leaves there. After a crash the file names a
 * process that is gone, or by now another program: then null, and the next server replaces the file.
 */
export function runningPostgres(dataDir: string): RunningPostgres | null {
  const [pid, , , port] = readLines(join(dataDir, 'postmaster.pid')).map(Number);
  if (pid === undefined || port === undefined || !Number.isInteger(port)) return null;
  const startedAt = processStart(pid);
  if (startedAt === null || !isPostgresOn(dataDir, pid)) return null;
  return { identity: { pid, startedAt }, port };
}

/**
 * Deletes a server's file that names a running process which is another program by now: Postgres would believe that
 * a server is running. Call it only if `runningPostgres` found none, and with the Postgres lock held.
 */
export function clearMisleadingPid(dataDir: string): void {
  const pid = Number(readLines(join(dataDir, 'postmaster.pid'))[0]);
  if (processStart(pid) !== null && !isPostgresOn(dataDir, pid)) rmSync(join(dataDir, 'postmaster.pid'));
}

function isPostgresOn(dataDir: string, pid: number): boolean {
  const words = commandLine(pid);
  return words.includes('postgres') && words.includes(dataDir);
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The URL of a database of our own cluster. */
export function postgresUrl(cluster: PostgresCluster, port: number, database = POSTGRES_NAME): string {
  return `postgres://${POSTGRES_NAME}:${cluster.password}@127.0.0.1:${String(port)}/${database}`;
}

/** `not-yet`: starting, stopping or no server. `refused`: a server that will never accept us, with its reason. */
export type PostgresAnswer = { kind: 'ready' } | { kind: 'not-yet'; reason: string } | { kind: 'refused'; reason: string };

/** Connects once and asks for one row. */
export async function askPostgres(url: string): Promise<PostgresAnswer> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return { kind: 'ready' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: isPassing(error) ? 'not-yet' : 'refused', reason };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** 57P03: starting up or shutting down; the others: no connection, or it broke. Anything else is a refusal by the server. */
const PASSING = new Set(['57P03', '57P01', 'ECONNREFUSED', 'ECONNRESET', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE']);

function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && PASSING.has(code);
}

/** Creates our database in a new cluster; a second call changes nothing. */
export async function ensureDatabase(cluster: PostgresCluster, port: number): Promise<void> {
  const sql = postgres(postgresUrl(cluster, port, 'postgres'), { max: 1, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${POSTGRES_NAME}`;
    if (found.length === 0) await sql`create database ${sql(POSTGRES_NAME)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
