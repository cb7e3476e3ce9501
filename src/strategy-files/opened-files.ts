import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { strategyFileSchema } from './strategy-file';

const openedFilesSchema = z.object({
  /** Grows with every change. */
  revision: z.int(),
  files: z.array(
    strategyFileSchema.extend({
      /** Shops that run only this build. */
      shopUrls: z.array(z.string()).min(1),
      /** The file as it was when it was built. */
      source: z.string(),
      /** Why the current file cannot be run, with the place; null if the build is of the current file. */
      fault: z.string().nullable(),
    }),
  ),
});

/** The files that `stampede open` serves: its launcher writes the list, and its web reads it. */
export type OpenedFiles = z.infer<typeof openedFilesSchema>;
export type OpenedFile = OpenedFiles['files'][number];

export const openedFilesPath = (stateDir: string): string => join(stateDir, 'strategy-files.json');

/** Atomic: a reader sees the old list or the new one. */
export function writeOpenedFiles(path: string, opened: OpenedFiles): void {
  writeFileSync(`${path}.new`, JSON.stringify(opened));
  renameSync(`${path}.new`, path);
}

/** Null until the launcher has written it. */
export function readOpenedFiles(path: string): OpenedFiles | null {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
  return openedFilesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
