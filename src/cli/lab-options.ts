import { Option, type Command } from 'commander';
import { DEFAULT_LAB, LAB_LIMITS, type LabSetup } from '@/domain/lab';
import { toNumber } from './flood-options';
import { UsageError } from './run-cli';

/** Flags that say what is played, as commander passes them. */
export type SetupFlags = Omit<LabSetup, 'strategy'>;

const TEXTS: Readonly<Record<keyof SetupFlags, string>> = {
  buyers: 'buyers, each a real session: A, B, C, D',
  stock: 'units in stock',
  quantity: 'units that each buyer wants',
  replicas: 'processes that the buyers are spread over; matters only for in-memory locks',
};

const NAMES = Object.keys(TEXTS) as (keyof SetupFlags)[];

export function addSetupOptions(command: Command): Command {
  for (const name of NAMES) command.addOption(new Option(`--${name} <n>`, TEXTS[name]).argParser(toNumber).default(DEFAULT_LAB[name]));
  return command;
}

/** Throws `UsageError` with every fault at once. */
export function readSetup(strategy: string, flags: SetupFlags): LabSetup {
  const faults = NAMES.filter((name) => !isWithin(flags[name], LAB_LIMITS[name])).map((name) => `  --${name} must be a whole number from ${LAB_LIMITS[name].min} to ${LAB_LIMITS[name].max}`);
  if (faults.length > 0) throw new UsageError(`this cannot be played; nothing was run.\n${faults.join('\n')}`);
  const { buyers, stock, quantity, replicas } = flags;
  return { strategy, buyers, stock, quantity, replicas };
}

export const isWithin = (value: number, { min, max }: { min: number; max: number }): boolean => Number.isInteger(value) && value >= min && value <= max;
