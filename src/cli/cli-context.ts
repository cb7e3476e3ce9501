import type { Settings } from '@/config/settings';
import { EXIT } from '@/domain/verdict';

/** The output, settings and exit code of a command. */
export interface CliContext {
  /** Writes a line for people, to stderr. */
  log(line: string): void;
  /** Writes data, to stdout. */
  print(text: string): void;
  /** Reads the settings on the first call, so that `--help` works with broken settings. Throws `SettingsError`. */
  settings(): Settings;
  /** Sets the exit code for when the command is done. */
  finish(code: number): void;
}

/** The context of a real command line. */
export function cliContext(readSettings: () => Settings): CliContext {
  let settings: Settings | null = null;
  let outputLost = false;
  const log = writerTo(process.stderr, () => undefined);
  const print = writerTo(process.stdout, (error) => {
    outputLost = true;
    process.exitCode = EXIT.undecided;
    log(`stampede: not all of the output could be written: ${error.message}`);
  });
  return {
    log: (line) => {
      log(withoutPasswords(line));
    },
    print,
    settings: () => (settings ??= readSettings()),
    finish: (code) => {
      // A report that is cut off on a full disk must not exit like a complete one.
      process.exitCode = outputLost ? EXIT.undecided : code;
    },
  };
}

/**
 * Writes lines until the reader has gone, as `head` does after its lines: that is not an error, the command runs to
 * its end and exits with its own code, silently. Any other write error goes to `onFault`.
 */
function writerTo(stream: NodeJS.WriteStream, onFault: (error: Error) => void): (line: string) => void {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const first = !closed;
    closed = true;
    if (first && error.code !== 'EPIPE') onFault(error);
  });
  return (line) => {
    if (!closed) stream.write(`${line}\n`);
  };
}

/** Errors of other programs may quote the database's URL, and this output may end up in a public log. */
const withoutPasswords = (line: string): string => line.replace(/:\/\/([^:/@\s]*):[^@/\s]*@/g, '://$1:***@');
