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

/** Adds the flag that every command which runs strategies from files has. */
export const addStepTimeout = (command: Command): Command =>
  command.addOption(new Option('--step-timeout <s>', 'seconds that a strategy from a file may be idle between two steps, or block its process (default: 10)').argParser(toNumber));

/** In milliseconds: from the flag, otherwise from the environment. Throws `UsageError`. */
export function readStepTimeout({ stepTimeout }: StepTimeoutFlag, context: CliContext): number {
  if (stepTimeout === undefined) return context.settings().stepTimeoutMs;
  if (!isWithin(stepTimeout, LIMITS)) throw new UsageError(`--step-timeout must be a whole number of seconds from ${LIMITS.min} to ${LIMITS.max}. Nothing was run.`);
  return stepTimeout * 1_000;
}
