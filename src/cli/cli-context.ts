import type { Settings } from '@/config/settings';

/** What a command may do to the world beyond its own work. */
export interface CliContext {
  /** A line for people, on stderr. */
  tell(line: string): void;
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
  return {
    tell: (line) => {
      process.stderr.write(`${line}\n`);
    },
    print: (text) => {
      process.stdout.write(`${text}\n`);
    },
    settings: () => (settings ??= readSettings()),
    finish: (code) => {
      process.exitCode = code;
    },
  };
}
