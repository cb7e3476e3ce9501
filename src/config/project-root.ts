import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Environment variables by name. Not Node's own type, to which Next adds NODE_ENV as always there. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder that holds Stampede's package.json, strategies, experiments and migrations.
 *
 * Works from the bundles in `.stampede/build`, from the sources under vitest, and inside Next's server bundle, where
 * `import.meta.url` names no real file and the working folder is the answer. `STAMPEDE_ROOT` wins over both.
 * Throws an `Error` naming the folders it tried when none of them is inside a copy of Stampede.
 */
export function projectRoot(env: Environment = process.env): string {
  if (env.STAMPEDE_ROOT) return resolve(env.STAMPEDE_ROOT);
  const tried = [moduleFolder(), process.cwd()].filter((folder) => folder !== null);
  for (const folder of tried) {
    const root = findRoot(folder);
    if (root !== null) return root;
  }
  throw new Error(
    `Stampede's own folder was not found above ${tried.join(' or ')}. ` +
      'Run the command inside the project, or set STAMPEDE_ROOT to its folder.',
  );
}

function moduleFolder(): string | null {
  try {
    return dirname(fileURLToPath(import.meta.url));
  } catch {
    return null;
  }
}

function findRoot(start: string): string | null {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (isStampede(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function isStampede(manifest: string): boolean {
  if (!existsSync(manifest)) return false;
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'stampede';
  } catch {
    return false;
  }
}
