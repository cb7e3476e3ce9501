import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, isProgram, type PackageNames } from './system-package';

/** What only the tests need: the pooler that they put before Postgres, and the balancer that they put before the shops. */
const PROGRAMS = {
  pgbouncer: { title: 'PgBouncer', packages: everywhere('pgbouncer') },
  haproxy: { title: 'HAProxy', packages: everywhere('haproxy') },
} as const;

export type TestProgram = keyof typeof PROGRAMS;

/** The program: from the PATH, else installed, else the reason in a sentence. */
export async function findTestProgram(name: TestProgram, settings: { noInstall: boolean }, log: ServiceLog): Promise<string | { unavailable: string }> {
  const { title, packages } = PROGRAMS[name];
  // Debian puts both where only an administrator's PATH leads.
  const elsewhere = `/usr/sbin/${name}`;
  const look = (): string | null => findProgram([name]) ?? (isProgram(elsewhere) ? elsewhere : null);
  const present = look();
  if (present !== null) return present;
  log(`${name} is not on the PATH`);
  const refusal = await installPackage(packages, settings, log);
  const installed = look();
  if (installed !== null) return installed;
  return {
    unavailable:
      `${title} is not here: ${name} is not on the PATH, and ${refusal ?? 'installing it did not put it there'}. ` +
      `Install it (${installHint(packages)}); only the tests need it.`,
  };
}

function everywhere(name: string): PackageNames {
  return { 'apt-get': name, dnf: name, apk: name, brew: name };
}
