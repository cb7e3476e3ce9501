import { structuredPatch } from 'diff';

/** Lines shown around what differs. */
const CONTEXT = 3;

/**
 * What has to change to get from the expected text to the one that was found: `-` before a line that is missing, `+` before one
 * that was not expected, with three lines around it. Empty when they are the same; a missing newline at the end is no difference.
 */
export function transcriptDiff(expected: string, found: string): string[] {
  const [before, after] = [ended(expected), ended(found)];
  const lineCount = before.split('\n').length - 1;
  return structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT }).hunks.flatMap(({ lines, oldStart, oldLines }) => [
    ...lines.map((line) => `${line.slice(0, 1)} ${line.slice(1)}`),
    ...(oldStart - 1 + oldLines < lineCount ? ['  ...'] : []),
  ]);
}

/** With one newline at its end, and none of Windows. */
const ended = (text: string): string => `${text.replaceAll('\r\n', '\n').replace(/\n$/, '')}\n`;
