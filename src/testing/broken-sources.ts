import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { runCommand } from './cli';
import { throwAwayDatabase } from './throw-away-database';

export interface BrokenSources {
  /** The environment of commands that run on the copy. */
  env: Record<string, string>;
  /** Runs a command with one piece of a file replaced, and restores the file. */
  runWith(file: string, guard: string | RegExp, replacement: string, command: string[], environment?: Record<string, string>): Promise<{ code: number | null; stderr: string }>;
  remove(): Promise<void>;
}

/** A copy of the sources that a test can edit, and commands that run on it. */
export async function copySources(): Promise<BrokenSources> {
  const home = await throwAwayDatabase();
  const root = mkdtempSync(join(tmpdir(), 'stampede-broken-'));
  for (const part of ['package.json', 'package-lock.json', 'tsconfig.json', 'src', 'drizzle', 'experiments']) {
    cpSync(join(projectRoot(), part), join(root, part), { recursive: true });
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  const env = { DATABASE_URL: home.url, REDIS_URLS: inject('redisUrls').join(','), STAMPEDE_ROOT: root };
  return {
    env,
    runWith: async (file, guard, replacement, command, environment = env) => {
      const path = join(root, 'src', file);
      const original = readFileSync(path, 'utf8');
      const broken = original.replace(guard, replacement);
      expect(broken, 'the guard must be found').not.toBe(original);
      writeFileSync(path, broken);
      try {
        return await runCommand(command, environment, root);
      } finally {
        writeFileSync(path, original);
      }
    },
    remove: async () => {
      rmSync(root, { recursive: true, force: true });
      await home.drop();
    },
  };
}

/** Small, and large enough for a naive shop to oversell. */
export const smallFlood = (strategy: string): string[] => ['flood', '--strategy', strategy, '--stock', '20', '--buyers', '200', '--concurrency', '60', '--think-ms', '10'];
