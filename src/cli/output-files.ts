import { open } from 'node:fs/promises';
import { UsageError } from './run-cli';

/** Where a command writes its results besides the terminal. */
export interface OutputFlags {
  json?: boolean;
  ndjson?: boolean;
  junit?: string;
  html?: string;
}

/** Refuses impossible outputs before anything is run, so that no result is lost at the end. Throws `UsageError`. */
export async function checkOutputs({ json, ndjson, junit, html }: OutputFlags): Promise<void> {
  if (json && ndjson) throw new UsageError('--json and --ndjson exclude each other: both write to stdout. Nothing was run.');
  for (const file of [junit, html]) if (file !== undefined) await checkWritable(file);
}

/** Throws `UsageError` when this file cannot be written. */
export async function checkWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${error instanceof Error ? error.message : String(error)}). Nothing was run.`);
  }
}
