/** A strategy file that cannot be run: all faults with their places. Nothing was started. */
export class StrategyFileError extends Error {
  /** `files`: the files with the faults, as far as they are known. */
  constructor(
    readonly faults: readonly string[],
    readonly files: readonly string[] = [],
  ) {
    super(`${faults.join('\n')}\nNothing was started.`);
    this.name = 'StrategyFileError';
  }
}

/** A fault at a place, with the line itself and a mark under the column. `column` counts from 1. */
export function faultAt(file: string, line: number, column: number, lineText: string, message: string): string {
  const text = lineText.replaceAll('\t', ' ');
  return `${file}:${line}:${column}: ${message}\n  ${text}\n  ${' '.repeat(Math.max(0, column - 1))}^`;
}
