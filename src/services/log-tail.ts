import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log that has grown beyond this starts afresh with the next start of its service. */
const LARGEST_LOG_BYTES = 5_000_000;

/** Opens a log for appending and gives `use` its descriptor, for a child's output; closed here, the child keeps its own. */
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

/** The last lines of a log, indented, to end an error message with; says so when there are none. */
export function logTail(path: string, lines = 12): string {
  let text = '';
  try {
    text = readFileSync(path, 'utf8').trimEnd();
  } catch {
    // No log is as good as an empty one.
  }
  if (text === '') return `  (nothing in ${path})`;
  const tail = text.split('\n').slice(-lines);
  return [`  the end of ${path}:`, ...tail.map((line) => `  | ${line}`)].join('\n');
}
