import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { canEnter, ensurePostgresUser, isRoot, type SystemUser } from './system-user';

/** Where Postgres keeps its data, and whom it runs as: null is ourselves. */
export interface PostgresHome {
  /** Holds `data/`, `password` and, if they had to be copied, the binaries. Belongs to us. */
  folder: string;
  user: SystemUser | null;
}

/** Large, kept over restarts, and open to everybody: the one such place that every Linux and macOS has. */
const SHARED_FOLDER = '/var/tmp';

/**
 * The home of the state folder's Postgres: below it, unless we are root and the user that Postgres then runs as cannot
 * enter it (a project below /root): then below /var/tmp, and says so.
 */
export function postgresHome(stateDir: string, log: ServiceLog): PostgresHome {
  const inState = join(stateDir, 'postgres');
  mkdirSync(stateDir, { recursive: true });
  if (!isRoot()) return { folder: makeFolder(inState), user: null };
  const user = ensurePostgresUser(log);
  if (canEnter(user, stateDir)) return { folder: makeFolder(inState), user };
  const elsewhere = elsewhereFor(stateDir);
  log(`Postgres runs as the user "postgres", who cannot enter ${stateDir}: it lives in ${elsewhere}`);
  return { folder: makeFolder(elsewhere), user };
}

/** The folder outside the project that stands in for this state folder. */
export function elsewhereFor(stateDir: string): string {
  const mark = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  return join(SHARED_FOLDER, `stampede-${mark}`);
}

/** Makes the folder, open to walk through. In a folder open to everybody, somebody else's may be waiting for us: refused. */
function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const stats = lstatSync(folder);
  if (stats.isDirectory() && (process.getuid === undefined || stats.uid === process.getuid())) return folder;
  throw new ServiceMissingError(
    'postgres',
    `${folder} is where Postgres should live, but it belongs to somebody else. Nothing was started. ` +
      'Remove it, or set STAMPEDE_STATE_DIR to another folder.',
  );
}
