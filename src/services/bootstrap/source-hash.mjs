import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A sha256 over the names and contents of files: of every file below the folders, and of the single files that exist.
 * Uses contents rather than times, so that a checkout or a copy does not look like an edit.
 * @param {string} root
 * @param {readonly string[]} entries files and folders, relative to `root`
 * @param {(path: string) => boolean} [skip] paths relative to `root`, folders and files
 * @returns {string}
 */
export function sourceHash(root, entries, skip = () => false) {
  const hash = createHash('sha256');
  for (const path of entries.flatMap((entry) => filesBelow(root, entry, skip))) {
    hash.update(path).update('\0').update(readFileSync(join(root, path))).update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} root @param {string} path @param {(path: string) => boolean} skip @returns {string[]} */
function filesBelow(root, path, skip) {
  if (skip(path)) return [];
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return stats.isFile() ? [path] : [];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesBelow(root, `${path}/${name}`, skip));
}
