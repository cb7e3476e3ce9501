import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Settings } from '@/config/settings';
import { FAULTS } from '@/domain/fault';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import { floodPlanInput, type PlanLimits } from '@/experiments/flood-plan-schema';
import { strategyIds } from '@/strategies/strategy-ids';
import { UsageError } from './run-cli';

/** Flags of `flood` as commander passes them. */
export interface FloodFlags {
  strategy: string;
  stock: number;
  buyers: number;
  concurrency: number;
  quantity: number;
  replicas: number;
  thinkMs: number;
  rate?: number;
  burst?: boolean;
  seed: number;
  repeat: number;
  parallel?: boolean;
  fault?: string;
  poolSize?: number;
}

/** The flags that make up a plan, with the defaults of the page. */
export function addPlanOptions(command: Command): Command {
  const option = (flags: string, text: string, fallback?: number): void => {
    const made = new Option(flags, text).argParser(toNumber);
    command.addOption(fallback === undefined ? made : made.default(fallback));
  };
  command.option('--strategy <ids>', 'id,id or safe, unsafe (all that are not safe), all; variants by id (see "stampede list"); paths of files of your own', 'all');
  option('--stock <units>', 'units on sale in each lane', DEFAULT_PLAN.stock);
  option('--buyers <n>', 'buyers in each lane, one purchase each', DEFAULT_PLAN.buyers);
  option('--concurrency <n>', 'purchases under way at once', DEFAULT_PLAN.concurrency);
  option('--quantity <units>', 'units in each purchase', DEFAULT_PLAN.quantity);
  option('--replicas <n>', 'shops to flood', DEFAULT_PLAN.replicas);
  option('--think-ms <ms>', 'mean time between reading and writing', DEFAULT_PLAN.thinkMs);
  option('--rate <arrivals/s>', 'open loop: buyers arrive at this rate even if the shop cannot keep up');
  command.option('--burst', 'release all buyers at once from a barrier');
  option('--seed <n>', 'the same seed gives every lane the same arrivals and think times', DEFAULT_PLAN.seed);
  option('--repeat <n>', 'run every lane this many times, with derived seeds', DEFAULT_PLAN.repeat);
  command.option('--parallel', "run the lanes together; they then share the CPU, so figures of speed mean little");
  option('--pool-size <n>', 'database connections of each shop');
  return command.option('--fault <name>', `break something on purpose: ${FAULTS.map(({ name }) => name).join(', ')}; some accept name@step`);
}

/** Parses a number from the command line. */
export function toNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError(`expected a number.`);
  return value;
}

/** The limits of a plan on this machine. Shops from the environment are as many as there are. */
export function planLimits(settings: Settings): PlanLimits {
  const { maxBuyers, maxConcurrency, shopUrls } = settings;
  return { maxBuyers, maxConcurrency, replicas: shopUrls?.length ?? 8, strategyIds: strategyIds() };
}

/** Reads flags into a plan. Throws `UsageError` with every fault at once. */
export function readPlan(flags: FloodFlags, ids: readonly string[], limits: PlanLimits): FloodPlan {
  if (flags.burst && flags.rate !== undefined) throw new UsageError('--burst and --rate exclude each other. Nothing was run.');
  const input = {
    strategies: [...ids],
    stock: flags.stock,
    buyers: flags.buyers,
    concurrency: flags.concurrency,
    quantity: flags.quantity,
    replicas: flags.replicas,
    thinkMs: flags.thinkMs,
    arrivals: flags.burst ? 'burst' : flags.rate === undefined ? 'closed-loop' : 'open-loop',
    ratePerSecond: flags.rate ?? null,
    seed: flags.seed,
    repeat: flags.repeat,
    parallel: flags.parallel ?? false,
    fault: flags.fault ?? null,
    poolSize: flags.poolSize ?? null,
  };
  const parsed = floodPlanInput(limits).safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  --${FLAG_OF[String(issue.path[0])] ?? String(issue.path[0])} ${issue.message}`);
  throw new UsageError(`this flood cannot be run; nothing was stored.\n${faults.join('\n')}`);
}

const FLAG_OF: Readonly<Record<string, string>> = { strategies: 'strategy', thinkMs: 'think-ms', poolSize: 'pool-size', ratePerSecond: 'rate' };
