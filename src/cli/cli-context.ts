import type { Settings } from '@/config/settings';
import { EXIT } from '@/domain/verdict';

/** What a command may do to the world beyond its own work. */
export interface CliContext {
  /** A line for people, on stderr. */
  log(line: string): void;
  /** Data, on stdout. */
  print(text: string): void;
  /** Read on first asking, so that `--help` works with broken settings. Throws `SettingsError`. */
  settings(): Settings;
  /** The process ends with this code once the command is done. */
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
      // A report that is cut off on a full disk must not end like a whole one.
      process.exitCode = outputLost ? EXIT.undecided : code;
    },
  };
}

/**
 * Writes lines until the reader has gone, as `head` goes after its lines: that is not a fault, the command goes on to
 * its own end and code without a word more. Anything else that stops the writing is handed to `onFault`.
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

/** Errors of other programs quote the command line with the database's URL in it; what is told may end in a public log. */
const withoutPasswords = (line: string): string => line.replace(/:\/\/([^:/@\s]*):[^@/\s]*@/g, '://$1:***@');
