import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@/config/settings';
import type { ServiceLog } from './service-log';
import { findProgram, installHint, installPackage, isProgram, type PackageNames } from './system-package';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const PACKAGES: PackageNames = { 'apt-get': 'chromium', dnf: 'chromium', apk: 'chromium', brew: 'chromium' };

/** Where playwright keeps its browsers on Linux and macOS, and their names there. */
const PLAYWRIGHT_FOLDERS = ['.cache/ms-playwright', 'Library/Caches/ms-playwright'];
const PLAYWRIGHT_PROGRAMS = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium for the page tests: from the setting, the PATH, playwright or a fresh installation; otherwise the reason. */
export async function findChromium(
  settings: Pick<Settings, 'chromiumPath' | 'noInstall'>,
  log: ServiceLog,
): Promise<string | { unavailable: string }> {
  if (settings.chromiumPath !== null) {
    if (isProgram(settings.chromiumPath)) return settings.chromiumPath;
    return { unavailable: `CHROMIUM_PATH names ${settings.chromiumPath}, which is not a program. Correct it or unset it.` };
  }
  const present = findProgram(PROGRAMS) ?? playwrightChromium();
  if (present !== null) return present;
  log('no Chromium is on the PATH');
  const refusal = await installPackage(PACKAGES, settings, log);
  const installed = findProgram(PROGRAMS);
  if (installed !== null) return installed;
  return {
    unavailable:
      `Chromium was not found, and ${refusal ?? 'it is not on the PATH after installing'}. ` +
      `Install it (${installHint(PACKAGES)}), or set CHROMIUM_PATH.`,
  };
}

function playwrightChromium(): string | null {
  const candidates = PLAYWRIGHT_FOLDERS.flatMap((folder) => {
    const caches = join(homedir(), folder);
    const versions = namesIn(caches).filter((name) => /^chromium-\d+$/.test(name));
    return versions.sort().reverse().flatMap((version) => PLAYWRIGHT_PROGRAMS.map((program) => join(caches, version, program)));
  });
  return candidates.find(isProgram) ?? null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
