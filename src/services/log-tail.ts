import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log that is larger than this is emptied at the next start of its service. */
const LARGEST_LOG_BYTES = 5_000_000;

/** Opens a log for appending and passes its descriptor to `use`, for a child's output; it is closed here, and the child keeps its copy. */
export function withLogFile<T>(path: string, use: (descriptor: number) => T): T {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'a');
  try {
    if (statSync(path).size > LARGEST_LOG_BYTES) truncateSync(path);
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines of a log, indented, for the end of an error message; says so if there are none. */
export function logTail(path: string, lines = 12): string {
  let text = '';
  try {
    text = readFileSync(path, 'utf8').trimEnd();
  } catch {
    // A missing log counts as an empty one.
  }
  if (text === '') return `  (nothing in ${path})`;
  const tail = text.split('\n').slice(-lines);
  return [`  the end of ${path}:`, ...tail.map((line) => `  | ${line}`)].join('\n');
}
