import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, type PackageNames } from './system-package';

const PROGRAMS = ['redis-server', 'valkey-server'];

const PACKAGES: PackageNames = { 'apt-get': 'redis-server', dnf: 'valkey', apk: 'redis', brew: 'redis' };

/** The Redis or Valkey server program: from the PATH or a fresh installation; otherwise the reason as a sentence. */
export async function findRedisProgram(
  settings: { noInstall: boolean },
  log: ServiceLog,
): Promise<string | { unavailable: string }> {
  const present = findProgram(PROGRAMS);
  if (present !== null) return present;
  log('neither redis-server nor valkey-server is on the PATH');
  const refusal = await installPackage(PACKAGES, settings, log);
  const installed = findProgram(PROGRAMS);
  if (installed !== null) return installed;
  return {
    unavailable:
      `Redis was not found: neither redis-server nor valkey-server is on the PATH, and ${refusal ?? 'neither is there after installing'}. ` +
      `Install it (${installHint(PACKAGES)}), or set REDIS_URLS to five servers.`,
  };
}
