import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, isProgram, type PackageNames } from './system-package';

const PROGRAMS = ['pgbouncer'];

/** Debian puts it where only an administrator's PATH leads. */
const ELSEWHERE = '/usr/sbin/pgbouncer';

const PACKAGES: PackageNames = { 'apt-get': 'pgbouncer', dnf: 'pgbouncer', apk: 'pgbouncer', brew: 'pgbouncer' };

/** The pooler that the tests put before Postgres: from the PATH, else installed, else the reason in a sentence. */
export async function findPgBouncer(settings: { noInstall: boolean }, log: ServiceLog): Promise<string | { unavailable: string }> {
  const present = presentProgram();
  if (present !== null) return present;
  log('pgbouncer is not on the PATH');
  const refusal = await installPackage(PACKAGES, settings, log);
  const installed = presentProgram();
  if (installed !== null) return installed;
  return {
    unavailable:
      `PgBouncer is not here: pgbouncer is not on the PATH, and ${refusal ?? 'installing it did not put it there'}. ` +
      `Install it (${installHint(PACKAGES)}); only the tests need it.`,
  };
}

const presentProgram = (): string | null => findProgram(PROGRAMS) ?? (isProgram(ELSEWHERE) ? ELSEWHERE : null);
