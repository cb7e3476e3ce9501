import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, isProgram, type PackageNames } from './system-package';

const PROGRAMS = ['nats-server'];

/** Debian installs it in a folder that is only on root's PATH. */
const ELSEWHERE = '/usr/sbin/nats-server';

const PACKAGES: PackageNames = { 'apt-get': 'nats-server', dnf: 'nats-server', apk: 'nats-server', brew: 'nats-server' };

/** The NATS server program: from the PATH or a fresh installation; otherwise the reason as a sentence. */
export async function findNatsProgram(
  settings: { noInstall: boolean },
  log: ServiceLog,
): Promise<string | { unavailable: string }> {
  const present = presentProgram();
  if (present !== null) return present;
  log('nats-server is not on the PATH');
  const refusal = await installPackage(PACKAGES, settings, log);
  const installed = presentProgram();
  if (installed !== null) return installed;
  return {
    unavailable:
      `NATS was not found: nats-server is not on the PATH, and ${refusal ?? 'is not there after installing'}. ` +
      `Install it (${installHint(PACKAGES)}), set NATS_URL to a server with JetStream, or unset EVENT_BUS.`,
  };
}

const presentProgram = (): string | null => findProgram(PROGRAMS) ?? (isProgram(ELSEWHERE) ? ELSEWHERE : null);
