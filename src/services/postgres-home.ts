import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { canEnter, ensurePostgresUser, isRoot, type SystemUser } from './system-user';

/** Where Postgres keeps its data, and the user that it runs as: null is our own. */
export interface PostgresHome {
  /** Contains `data/`, `password` and, if they had to be copied, the binaries. Owned by us. */
  folder: string;
  user: SystemUser | null;
}

/** Large, kept over restarts, and open to all users: the one such place that every Linux and macOS has. */
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
  log(`Postgres runs as the user "postgres", who cannot enter ${stateDir}: its data is in ${elsewhere}`);
  return { folder: makeFolder(elsewhere), user };
}

/** The folder outside the project that replaces this state folder. */
export function elsewhereFor(stateDir: string): string {
  const mark = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  return join(SHARED_FOLDER, `stampede-${mark}`);
}

/** Creates the folder, with search permission for all users. If another user has created it before us, it is refused. */
function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const stats = lstatSync(folder);
  if (stats.isDirectory() && (process.getuid === undefined || stats.uid === process.getuid())) return folder;
  throw new ServiceMissingError(
    'postgres',
    `${folder} is the folder for Postgres's data, but it belongs to another user. Nothing was started. ` +
      'Remove it, or set STAMPEDE_STATE_DIR to another folder.',
  );
}
