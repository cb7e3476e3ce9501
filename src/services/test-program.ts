import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, isProgram, type PackageNames } from './system-package';

/** Programs that only the tests need: a pooler in front of Postgres, and a load balancer in front of the shops. */
const PROGRAMS = {
  pgbouncer: { title: 'PgBouncer', packages: everywhere('pgbouncer') },
  haproxy: { title: 'HAProxy', packages: everywhere('haproxy') },
} as const;

export type TestProgram = keyof typeof PROGRAMS;

/** The program: from the PATH or a fresh installation; otherwise the reason as a sentence. */
export async function findTestProgram(name: TestProgram, settings: { noInstall: boolean }, log: ServiceLog): Promise<string | { unavailable: string }> {
  const { title, packages } = PROGRAMS[name];
  // Debian installs both in a folder that is only on root's PATH.
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
      `${title} was not found: ${name} is not on the PATH, and ${refusal ?? 'it is not there after installing'}. ` +
      `Install it (${installHint(packages)}); only the tests need it.`,
  };
}

function everywhere(name: string): PackageNames {
  return { 'apt-get': name, dnf: name, apk: name, brew: name };
}
