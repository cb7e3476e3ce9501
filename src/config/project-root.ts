import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalledPackage } from './installed-package.mjs';

/** The name of the package, and the name that older copies have. */
const NAMES = new Set<unknown>(['stampede-sandbox', 'stampede']);

/** Environment variables by name. Not Node's own type, in which Next makes NODE_ENV mandatory. */
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

/**
 * The base of a relative state folder: the project or, if Stampede is installed as a package, the user's project, which is the nearest
 * folder with a package.json at or above the working folder. `node_modules` is emptied by every `npm ci`.
 */
export function stateHome(env: Environment = process.env, cwd = process.cwd()): string {
  const root = projectRoot(env);
  if (!isInstalledPackage(root)) return root;
  return above(cwd, (folder) => existsSync(join(folder, 'package.json'))) ?? cwd;
}

function moduleFolder(): string | null {
  try {
    return dirname(fileURLToPath(import.meta.url));
  } catch {
    return null;
  }
}

const findRoot = (start: string): string | null => above(start, (folder) => isStampede(join(folder, 'package.json')));

/** The nearest folder, `start` or one above it, of which `holds` is true. */
function above(start: string, holds: (folder: string) => boolean): string | null {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (holds(folder)) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function isStampede(manifest: string): boolean {
  if (!existsSync(manifest)) return false;
  try {
    return NAMES.has((JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name);
  } catch {
    return false;
  }
}
