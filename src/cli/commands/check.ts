import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Experiment } from '@/domain/experiment';
import { verdictOf, worstOf, type ExperimentResult } from '@/experiments/judge-experiment';
import { readExperiments } from '@/tools/list-everything';
import { selectStrategies } from '@/strategies/select-strategies';
import { breaksStores, needsRedis } from '@/strategies/strategy-ids';
import type { CliContext } from '../cli-context';
import { readNamedExperiments } from '../experiment-words';
import { exploreAll, type ExplorationResult } from '../explore-all';
import { fileExperiments } from '../file-experiments';
import { planLimits } from '../flood-options';
import { checkOutputs, type OutputFlags } from '../output-files';
import { junitReport } from '../reporters/junit';
import { needOf, runExperiments, runExperimentsOn, type RunOptions } from '../run-experiments';
import { addStepTimeout, readStepTimeout, type StepTimeoutFlag } from '../step-timeout';
import { readStrategies, type NamedStrategies } from '../strategy-words';
import { withServices } from '../with-services';

interface Flags extends OutputFlags, StepTimeoutFlag {
  quick?: boolean;
}

/** `stampede experiment <name...>` and `stampede check`, the gate for CI, which runs all experiments or checks strategies from files. */
export function registerCheck(program: Command, context: CliContext): void {
  addOutputs(program.command('experiment').description('run experiments by name').argument('<name...>', 'see "stampede list"; or the path of a file of your own, such as ./mine.yaml')).action(
    async (names: string[], flags: Flags) => {
      const { experiments: named, files } = await readNamedExperiments(names, sizeOf(flags), context);
      await runAll(named, { ...flags, files, stepTimeoutMs: readStepTimeout(flags, context) }, context, async (experiments, options) => ({ results: await runExperiments(experiments, options, context), explorations: null }));
    },
  );
  const check = program.command('check').description('run every experiment and every schedule of two buyers, and compare the results with what is expected: the gate for CI');
  addOutputs(check.argument('[file...]', 'check strategies of your own instead, such as ./mine.ts: each is flooded beside naive, sells the last item, and has every schedule searched')).action(
    async (words: string[], flags: Flags) => {
      const named = words.length > 0 ? await readStrategies(words, context) : { ids: selectStrategies('all').ids, files: [] };
      const limits = planLimits(context.settings());
      const size = sizeOf(flags);
      const experiments = words.length > 0 ? fileExperiments(named.ids, limits, size) : await readExperiments(limits, size);
      // On servers from the environment, experiments that would break them are left out and named.
      await runAll(experiments, { ...flags, files: named.files, stepTimeoutMs: readStepTimeout(flags, context), leaveOut: true }, context, checkAll(named));
    },
  );
}

const addOutputs = (command: Command): Command =>
  addStepTimeout(command)
    .option('--quick', 'the smaller size given in the files')
    .option('--json', 'print the results as one JSON object on stdout')
    .option('--ndjson', 'print every run event as one line of JSON on stdout')
    .option('--junit <file>', 'write a JUnit report');

const sizeOf = ({ quick }: Flags): 'full' | 'quick' => (quick ? 'quick' : 'full');

type Carry = (experiments: readonly Experiment[], flags: RunOptions, context: CliContext) => Promise<{ results: ExperimentResult[]; explorations: ExplorationResult[] | null }>;

/**
 * Runs the floods of the experiments one after another, and the searches beside them on the same services: many floods wait more than they
 * work, and neither disturbs the other's result. Only a fault that takes a store away has to wait for the searches to end.
 */
const checkAll = (named: NamedStrategies): Carry => (experiments, flags, context) => {
  const need = needOf(experiments, flags);
  return withServices({ ...need, redis: need.redis || needsRedis(named.ids) }, context, async (services) => {
    const failed = new AbortController();
    const searching = exploreAll(named, services, context, AbortSignal.any([services.signal, failed.signal]));
    const before = async (experiment: Experiment): Promise<void> => {
      if (experiment.plans.some(({ fault }) => breaksStores(fault))) await searching;
    };
    const flooding = runExperimentsOn(services, experiments, { ...flags, before }, context).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
    await Promise.allSettled([flooding, searching]);
    const [results, { results: explorations, report }] = [await flooding, await searching];
    report();
    return { results, explorations };
  });
};

async function runAll(experiments: readonly Experiment[], flags: Flags & RunOptions, context: CliContext, carryOut: Carry): Promise<void> {
  await checkOutputs(flags);
  const { results, explorations } = await carryOut(experiments, flags, context);
  const exitCode = worstOf([...results, ...(explorations ?? [])].map((result) => result.exitCode));
  if (flags.json) context.print(JSON.stringify({ schemaVersion: 1, experiments: results, ...(explorations ? { explorations } : {}), leftOut: experiments.filter(({ name }) => !results.some((result) => result.name === name)).map(({ name }) => name), verdict: verdictOf(exitCode), exitCode }));
  if (flags.junit) await writeFile(flags.junit, junitReport(results.flatMap((result) => result.reports)));
  const kept = results.filter((result) => result.exitCode === 0).length;
  const leftOut = experiments.length - results.length;
  const rest = leftOut === 0 ? '' : ` ${leftOut} ${leftOut === 1 ? 'was' : 'were'} left out: they break servers on purpose, and these servers come from the environment. Unset DATABASE_URL, REDIS_URLS and SHOP_URLS to run all of them.`;
  const explored = explorations ? `, and ${explorations.filter((result) => result.exitCode === 0).length} of ${explorations.length} strategies in every schedule` : '';
  context.log(`\n${kept} of ${results.length} experiments came out as expected${explored} (exit ${exitCode}).${rest}`);
  context.finish(exitCode);
}
