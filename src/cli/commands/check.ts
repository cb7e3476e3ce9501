import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Experiment } from '@/domain/experiment';
import { verdictOf, worstOf, type ExperimentResult } from '@/experiments/judge-experiment';
import { readExperiments } from '@/runs/list-everything';
import { breaksStores } from '@/runs/strategy-ids';
import type { CliContext } from '../cli-context';
import { exploreAll, type ExplorationResult } from '../explore-all';
import { planLimits } from '../flood-options';
import { checkOutputs, type OutputFlags } from '../output-files';
import { junitReport } from '../reporters/junit';
import { needOf, runExperiments, runExperimentsOn, type RunOptions } from '../run-experiments';
import { UsageError } from '../run-cli';
import { withServices } from '../with-services';

interface Flags extends OutputFlags {
  quick?: boolean;
}

/** `stampede experiment <name...>` and `stampede check`, which runs them all: the gate for CI. */
export function registerCheck(program: Command, context: CliContext): void {
  addOutputs(program.command('experiment').description('run experiments by name').argument('<name...>', 'see "stampede list"')).action(
    async (names: string[], flags: Flags) => {
      const all = await readAll(context, flags);
      const unknown = names.filter((name) => !all.some((experiment) => experiment.name === name));
      if (unknown.length > 0) {
        throw new UsageError(`no experiment is called ${unknown.join(' or ')}. There are ${all.map(({ name }) => name).join(', ')}. Nothing was run.`);
      }
      await runAll(all.filter(({ name }) => names.includes(name)), flags, context, async (experiments, options) => ({ results: await runExperiments(experiments, options, context), explorations: null }));
    },
  );
  addOutputs(program.command('check').description('run every experiment and every order of steps of two buyers, and compare them with what is foretold: the gate for CI')).action(
    // On servers that were merely given, what would break them is left out and named.
    async (flags: Flags) => runAll(await readAll(context, flags), { ...flags, leaveOut: true }, context, checkAll),
  );
}

const addOutputs = (command: Command): Command =>
  command
    .option('--quick', 'the smaller size that the files give')
    .option('--json', 'print the results as one JSON object on stdout')
    .option('--ndjson', 'print every run event as one line of JSON on stdout')
    .option('--junit <file>', 'write a JUnit report');

const readAll = (context: CliContext, { quick }: Flags): Promise<Experiment[]> =>
  readExperiments(planLimits(context.settings()), quick ? 'quick' : 'full');

type Carry = (experiments: readonly Experiment[], flags: RunOptions, context: CliContext) => Promise<{ results: ExperimentResult[]; explorations: ExplorationResult[] | null }>;

/**
 * The floods of the experiments one after another, and the searches beside them on the same services: many floods wait more than they
 * work, and neither disturbs what the other proves. Only where a fault takes a store away do the searches have to be over.
 */
const checkAll: Carry = (experiments, flags, context) =>
  withServices({ ...needOf(experiments), redis: true }, context, async (floor) => {
    const failed = new AbortController();
    const searching = exploreAll(floor, context, AbortSignal.any([floor.signal, failed.signal]));
    const before = async (experiment: Experiment): Promise<void> => {
      if (experiment.plans.some(({ fault }) => breaksStores(fault))) await searching;
    };
    const flooding = runExperimentsOn(floor, experiments, { ...flags, before }, context).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
    await Promise.allSettled([flooding, searching]);
    const [results, { results: explorations, report }] = [await flooding, await searching];
    report();
    return { results, explorations };
  });

async function runAll(experiments: readonly Experiment[], flags: Flags & RunOptions, context: CliContext, carryOut: Carry): Promise<void> {
  await checkOutputs(flags);
  const { results, explorations } = await carryOut(experiments, flags, context);
  const exitCode = worstOf([...results, ...(explorations ?? [])].map((result) => result.exitCode));
  if (flags.json) context.print(JSON.stringify({ schemaVersion: 1, experiments: results, ...(explorations ? { explorations } : {}), leftOut: experiments.filter(({ name }) => !results.some((result) => result.name === name)).map(({ name }) => name), verdict: verdictOf(exitCode), exitCode }));
  if (flags.junit) await writeFile(flags.junit, junitReport(results.flatMap((result) => result.reports)));
  const kept = results.filter((result) => result.exitCode === 0).length;
  const leftOut = experiments.length - results.length;
  const rest = leftOut === 0 ? '' : ` ${leftOut} ${leftOut === 1 ? 'was' : 'were'} left out: they break servers on purpose, and these were given. Run it without DATABASE_URL, REDIS_URLS and SHOP_URLS for all of them.`;
  const explored = explorations ? `, and ${explorations.filter((result) => result.exitCode === 0).length} of ${explorations.length} strategies in every order of steps` : '';
  context.tell(`\n${kept} of ${results.length} experiments came out as foretold${explored} (exit ${exitCode}).${rest}`);
  context.finish(exitCode);
}
