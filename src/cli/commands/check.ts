import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Experiment } from '@/domain/experiment';
import type { RunReport } from '@/domain/report';
import { judgeExperiment, verdictOf, worstOf, type ExperimentResult } from '@/experiments/judge-experiment';
import { executeFlood } from '@/runs/execute-flood';
import { readExperiments } from '@/runs/list-everything';
import { needsRedis } from '@/runs/strategy-ids';
import type { CliContext } from '../cli-context';
import { planLimits } from '../flood-options';
import { checkOutputs, type OutputFlags } from '../output-files';
import { experimentTable } from '../reporters/experiment-table';
import { junitReport } from '../reporters/junit';
import { progressReporter } from '../reporters/progress-bars';
import { UsageError } from '../run-cli';
import { withServices, type JobOf } from '../with-services';

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
      await runAll(all.filter(({ name }) => names.includes(name)), flags, context);
    },
  );
  addOutputs(program.command('check').description('run every experiment and compare it with what it foretells: the gate for CI')).action(
    async (flags: Flags) => runAll(await readAll(context, flags), flags, context),
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

async function runAll(experiments: readonly Experiment[], flags: Flags, context: CliContext): Promise<void> {
  await checkOutputs(flags);
  const plans = experiments.flatMap((experiment) => experiment.plans);
  const need = {
    shops: Math.max(...plans.map((plan) => plan.replicas)),
    redis: needsRedis(plans.flatMap((plan) => plan.strategies)),
  };
  const results = await withServices(need, context, async (jobOf, signal) => {
    const done: ExperimentResult[] = [];
    for (const experiment of experiments) {
      context.tell(`\n${experiment.title}: ${experiment.question}`);
      const result = judgeExperiment(experiment, await runPlans(experiment, flags, context, jobOf, signal));
      context.tell(experimentTable(experiment, result));
      done.push(result);
    }
    return done;
  });
  const exitCode = worstOf(results.map((result) => result.exitCode));
  if (flags.json) context.print(JSON.stringify({ schemaVersion: 1, experiments: results, verdict: verdictOf(exitCode), exitCode }));
  if (flags.junit) await writeFile(flags.junit, junitReport(results.flatMap((result) => result.reports)));
  const kept = results.filter((result) => result.exitCode === 0).length;
  context.tell(`\n${kept} of ${results.length} experiments came out as foretold (exit ${exitCode}).`);
  context.finish(exitCode);
}

async function runPlans(experiment: Experiment, flags: Flags, context: CliContext, jobOf: JobOf, signal: AbortSignal): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const plan of experiment.plans) {
    const progress = progressReporter(context.tell);
    const report = await executeFlood(jobOf({ runId: randomUUID(), plan }), signal, (event) => {
      if (flags.ndjson) context.print(JSON.stringify(event));
      progress.show(event);
    }).finally(() => progress.stop());
    reports.push(report);
  }
  return reports;
}
