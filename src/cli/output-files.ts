import { open } from 'node:fs/promises';
import { UsageError } from './run-cli';

/** Where a command puts its results besides the terminal. */
export interface OutputFlags {
  json?: boolean;
  ndjson?: boolean;
  junit?: string;
  html?: string;
}

/** Refuses what cannot be before anything is run: a run must not be lost for want of a place to put it. Throws `UsageError`. */
export async function checkOutputs({ json, ndjson, junit, html }: OutputFlags): Promise<void> {
  if (json && ndjson) throw new UsageError('--json and --ndjson exclude each other: both are for stdout. Nothing was run.');
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
