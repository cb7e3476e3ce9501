import { Option, type Command } from 'commander';
import type { CliContext } from './cli-context';
import { toNumber } from './flood-options';
import { isWithin } from './lab-options';
import { UsageError } from './run-cli';

export interface StepTimeoutFlag {
  stepTimeout?: number;
}

/** Seconds. */
const LIMITS = { min: 1, max: 600 };

/** The flag of every command that runs strategies from files. */
export const addStepTimeout = (command: Command): Command =>
  command.addOption(new Option('--step-timeout <s>', 'how long a strategy from a file may do nothing between two steps, or keep its process from answering (default: 10)').argParser(toNumber));

/** In milliseconds: the flag's, or that of the environment. Throws `UsageError`. */
export function readStepTimeout({ stepTimeout }: StepTimeoutFlag, context: CliContext): number {
  if (stepTimeout === undefined) return context.settings().stepTimeoutMs;
  if (!isWithin(stepTimeout, LIMITS)) throw new UsageError(`--step-timeout must be a whole number of seconds from ${LIMITS.min} to ${LIMITS.max}. Nothing was run.`);
  return stepTimeout * 1_000;
}
