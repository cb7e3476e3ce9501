import { Command, CommanderError } from 'commander';
import { SettingsError } from '@/config/settings';
import { EXIT } from '@/domain/verdict';
import { ExperimentError } from '@/experiments/load-experiments';
import { LabUnavailable } from '@/lab/lab-unavailable';
import { LabProcessFailed } from '@/lab/spawn-explore';
import { ServiceMissingError } from '@/services/service-missing-error';
import type { CliContext } from './cli-context';

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, context: CliContext) => void;

/** A command got impossible arguments: the message says what would be right. Exit code 64. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/**
 * Runs one command line (`argv` without Node and script). Every failure ends as a message on stderr and
 * one of the exit codes; it never rejects.
 */
export async function runCli(
  argv: readonly string[],
  registrations: readonly RegisterCommand[],
  version: string,
  context: CliContext,
): Promise<void> {
  const program = new Command('stampede')
    .description('A race-condition teaching sandbox: a crowd of buyers storms a shop with little stock.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('(run "stampede --help" or "stampede <command> --help" for a list)')
    // Before the commands are added: each inherits it from the program.
    .exitOverride();
  for (const register of registrations) register(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    context.finish(exitCodeOf(error));
    const sentence = sentenceOf(error);
    if (sentence !== null) context.log(sentence);
  }
}

/**
 * Ends the process with a message on an error that no code handles: Node's own exit code for that, 1,
 * would mean that a safe strategy was violated. Services that it started end with it (see kill-with-parent.ts).
 */
export function endOnUnexpected({ log: log }: CliContext): void {
  const end = (error: unknown) => {
    log(`stampede: unexpected error, the command cannot go on: ${withCauses(error)}`);
    process.exit(EXIT.undecided);
  };
  // An unhandled rejection comes here as well.
  process.on('uncaughtException', end);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  if (isUsage(error)) return EXIT.usage;
  if (error instanceof ServiceMissingError || error instanceof LabUnavailable) return EXIT.serviceMissing;
  // Something broke, so nothing was proven: the exit code must not look like a verdict.
  return EXIT.undecided;
}

/** What the user wrote is wrong: the command line, the settings, or a file of experiments. Nothing was run. */
const isUsage = (error: unknown): boolean => error instanceof UsageError || error instanceof SettingsError || error instanceof ExperimentError;

/** Null if commander has already printed the message. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof CommanderError) return null;
  const expected = isUsage(error) || error instanceof ServiceMissingError || error instanceof LabUnavailable || error instanceof LabProcessFailed;
  return `stampede: ${expected && error instanceof Error ? error.message : withCauses(error)}`;
}

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}\n  because ${withCauses(error.cause)}`;
}
