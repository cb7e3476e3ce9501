import { readFile } from 'node:fs/promises';
import { parseSpec } from './parse-spec';
import { runSpec } from './run-spec';
import { SpecError, type Spec } from './spec';
import type { SpecOptions } from './spec-environment';
import { makeScratchDatabase } from '@/stores/postgres/scratch-database';

export interface SpecFile {
  file: string;
  spec: Spec;
}

/** Spec files that cannot be run. Lists a fault of each; nothing was run. */
export class SpecFilesError extends Error {
  constructor(faults: readonly string[]) {
    super(`${faults.join('\n')}\nNothing was run.`);
    this.name = 'SpecFilesError';
  }
}

/** Reads all of them before the first is run. Throws `SpecFilesError`. */
export async function readSpecFiles(files: readonly string[]): Promise<SpecFile[]> {
  const faults: string[] = [];
  const read: SpecFile[] = [];
  for (const file of files) {
    try {
      read.push({ file, spec: parseSpec(await readFile(file, 'utf8')) });
    } catch (error) {
      faults.push(error instanceof SpecError ? `${file}, ${error.message}` : `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length > 0) throw new SpecFilesError(faults);
  return read;
}

/**
 * Runs a spec in a database made for it and dropped afterwards, so that it touches no other tables. Returns null, or why it ended
 * before its last permutation. Throws `ScratchDatabaseRefused`, and what `runSpec` throws.
 */
export async function runSpecFile({ spec }: SpecFile, serverUrl: string, options: SpecOptions): Promise<string | null> {
  const scratch = await makeScratchDatabase(serverUrl);
  try {
    return await runSpec(spec, scratch.url, options);
  } finally {
    await scratch.drop();
  }
}
