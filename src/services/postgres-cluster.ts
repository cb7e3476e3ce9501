import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries';
import type { PostgresHome } from './postgres-home';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';

/** The superuser and the database of our own cluster. */
export const POSTGRES_NAME = 'stampede';

/** An initialised data folder and the password of its superuser. */
export interface PostgresCluster {
  dataDir: string;
  password: string;
}

/**
 * The home's data folder, created by initdb the first time: UTF-8, C locale, SCRAM passwords. initdb works in a folder
 * beside it that is renamed at the end, so an initdb that is killed leaves nothing half-done. Take the Postgres lock first.
 */
export async function ensureCluster(home: PostgresHome, binaries: PostgresBinaries, log: ServiceLog): Promise<PostgresCluster> {
  const dataDir = join(home.folder, 'data');
  const passwordFile = join(home.folder, 'password');
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(home, binaries, log);
  refuseOtherVersion(dataDir, binaries, home.folder);
  return { dataDir, password: readFileSync(passwordFile, 'utf8') };
}

async function initialise(home: PostgresHome, binaries: PostgresBinaries, log: ServiceLog): Promise<void> {
  log('creating the Postgres data folder (once)');
  const fresh = join(home.folder, 'data.new');
  const forInitdb = join(home.folder, 'password.new');
  const password = randomBytes(24).toString('hex');
  rmSync(fresh, { recursive: true, force: true });
  rmSync(forInitdb, { force: true });
  try {
    mkdirSync(fresh, { mode: 0o700 });
    writeFileSync(forInitdb, password, { mode: 0o600 });
    for (const path of home.user === null ? [] : [fresh, forInitdb]) chownSync(path, home.user?.uid ?? 0, home.user?.gid ?? 0);
    await runInitdb(home, binaries, ['-D', fresh, `--pwfile=${forInitdb}`]);
    // The password first: data without it could not be opened.
    writeFileSync(join(home.folder, 'password'), password, { mode: 0o600 });
    renameSync(fresh, join(home.folder, 'data'));
  } finally {
    rmSync(forInitdb, { force: true });
  }
}

async function runInitdb(home: PostgresHome, binaries: PostgresBinaries, args: readonly string[]): Promise<void> {
  const all = [...args, '-U', POSTGRES_NAME, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  const child = spawn(binaries.initdb, all, {
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(home.user ?? {}),
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : `ended with ${signal ?? `code ${String(code)}`}`);
    });
  });
  if (failure === null) return;
  throw new ServiceMissingError(
    'postgres',
    `Postgres could not create its data folder in ${home.folder}: initdb ${failure}. No data was touched.\n` +
      `${output.join('').trimEnd()}\nFix the cause, or set DATABASE_URL to a Postgres of your own.`,
  );
}

/** The server would refuse data of another major version, but only with an entry in its log. */
function refuseOtherVersion(dataDir: string, binaries: PostgresBinaries, homeFolder: string): void {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const expected = majorVersion(binaries);
  if (expected === null || found === expected) return;
  throw new ServiceMissingError(
    'postgres',
    `${dataDir} was created by Postgres ${found}; the installed version is ${expected}. Nothing was started or changed. ` +
      `Remove ${homeFolder} to start afresh (its runs are lost), or set DATABASE_URL.`,
  );
}

/** From the template files beside the binaries; null if they cannot be read, and then the server decides. */
function majorVersion(binaries: PostgresBinaries): string | null {
  try {
    const share = join(binaries.postgres, '..', '..', 'share', 'postgresql');
    const sample = readdirSync(share).includes('postgres.bki') ? readFileSync(join(share, 'postgres.bki'), 'utf8') : '';
    return /^# PostgreSQL (\d+)/.exec(sample)?.[1] ?? null;
  } catch {
    return null;
  }
}
