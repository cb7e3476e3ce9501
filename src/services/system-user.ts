import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';

/** The user that a service runs as. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** True if we are root; Postgres refuses to run as root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The system user `postgres`, added if it is missing. Only root can call this.
 * Throws `ServiceMissingError` if it cannot be added.
 */
export function ensurePostgresUser(log: ServiceLog): SystemUser {
  const known = lookUp();
  if (known !== null) return known;
  log('Postgres does not run as root: adding the system user "postgres"');
  // Debian and Red Hat first, then Alpine's BusyBox.
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-H', '-D', '-s', '/bin/false', 'postgres']],
  ];
  const failures = attempts.flatMap(([command, args]) => {
    if (lookUp() !== null) return [];
    const failure = run(command, args);
    return failure === null ? [] : [failure];
  });
  const made = lookUp();
  if (made !== null) return made;
  throw new ServiceMissingError(
    'postgres',
    `Postgres does not run as root, and the system user "postgres" could not be added (${failures.join('; ')}). ` +
      'Nothing was started. Run Stampede as an ordinary user, add that user by hand, or set DATABASE_URL.',
  );
}

function lookUp(): SystemUser | null {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readIfThere('/etc/passwd'));
  if (line !== null) return { uid: Number(line[1]), gid: Number(line[2]) };
  // Not in /etc/passwd, but perhaps in a directory service.
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function run(command: string, args: string[]): string | null {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `${command}: ${error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error)}`;
  }
}

/** Whether `user` can enter `folder` (which may not exist yet) and read there. Checks only modes, not ACLs. */
export function canEnter(user: SystemUser, folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && !mayPass(user, stats)) return false;
    if (path === dirname(path)) return true;
  }
}

function mayPass(user: SystemUser, stats: { uid: number; gid: number; mode: number }): boolean {
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0;
  return ((stats.mode >> shift) & 0o5) === 0o5;
}
