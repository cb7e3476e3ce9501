import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@/config/settings';
import { withFileLock } from './bootstrap/file-lock.mjs';

/** The format of `STAMPEDE_TOKEN`. */
const TOKEN = /^[\x21-\x7e]{12,128}$/;

/**
 * The instructor token: the one from the environment, else the one in this state folder, which is created the first time. It survives
 * restarts, so that an instructor stays logged in, and only our own user can read it. Delete the file to get another.
 */
export async function provideInstructorToken({ instructorToken, stateDir }: Pick<Settings, 'instructorToken' | 'stateDir'>): Promise<string> {
  if (instructorToken !== null) return instructorToken;
  const file = join(stateDir, 'instructor-token');
  // Two launchers that start at once must not use two different tokens.
  return withFileLock(join(stateDir, 'locks', 'instructor-token'), () => {
    const kept = readToken(file);
    if (kept !== null) return Promise.resolve(kept);
    const token = randomBytes(18).toString('base64url');
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(`${file}.new`, `${token}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return Promise.resolve(token);
  });
}

function readToken(file: string): string | null {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return TOKEN.test(token) ? token : null;
  } catch {
    return null;
  }
}
