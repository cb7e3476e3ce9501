import { randomUUID } from 'node:crypto';
import pc from 'picocolors';
import type { Experiment } from '@/domain/experiment';
import { EXIT } from '@/domain/verdict';
import { FloodError } from '@/domain/flood-error';
import type { RunReport } from '@/domain/report';
import { judgeExperiment, type ExperimentResult } from '@/experiments/judge-experiment';
import { executeFlood } from '@/flood/execute-flood';
import { breaksRedis, needsRedis } from '@/strategies/strategy-ids';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import type { CliContext } from './cli-context';
import { experimentTable } from './reporters/experiment-table';
import { progressReporter } from './reporters/progress-bars';
import { UsageError } from './run-cli';
import { withServices, type CommandServices, type Need } from './with-services';

export interface RunOptions {
  ndjson?: boolean;
  /** The strategies from files in it. */
  files?: readonly StrategyFile[];
  /** How long such a strategy may be idle, in milliseconds. */
  stepTimeoutMs?: number;
  /** Leaves out experiments that may not be run on these services, and says so; otherwise they are refused before anything is run. */
  leaveOut?: boolean;
  /** Awaited before each experiment that is run. */
  before?: (experiment: Experiment) => Promise<void>;
}

/** The services that experiments need. */
export function needOf(experiments: readonly Experiment[], { files = [], stepTimeoutMs }: Pick<RunOptions, 'files' | 'stepTimeoutMs'>): Need {
  const plans = experiments.flatMap((experiment) => experiment.plans);
  return {
    shops: Math.max(...plans.map((plan) => plan.replicas)),
    redis: plans.some((plan) => needsRedis(plan.strategies) || breaksRedis(plan.fault)),
    plans,
    files,
    ...(stepTimeoutMs === undefined ? {} : { stepTimeoutMs }),
  };
}

/** Runs experiments on the services that they need, and judges each by what it expects. */
export const runExperiments = (experiments: readonly Experiment[], flags: RunOptions, context: CliContext): Promise<ExperimentResult[]> =>
  withServices(needOf(experiments, flags), context, (services) => runExperimentsOn(services, experiments, flags, context));

/** Runs them one after another, on running services. */
export async function runExperimentsOn(services: CommandServices, experiments: readonly Experiment[], flags: RunOptions, context: CliContext): Promise<ExperimentResult[]> {
  const done: ExperimentResult[] = [];
  const refusalOf = ({ plans: own }: Experiment): string | null => own.map(services.refusalOf).find((refusal) => refusal !== null) ?? null;
  const [refusal] = experiments.flatMap((experiment) => refusalOf(experiment) ?? []);
  if (refusal && !flags.leaveOut) throw new UsageError(refusal);
  for (const experiment of experiments) {
    const leftOut = refusalOf(experiment);
    if (leftOut) {
      context.log(pc.yellow(`\n${experiment.title}: left out. ${leftOut}`));
      continue;
    }
    await flags.before?.(experiment);
    context.log(`\n${experiment.title}: ${experiment.question}`);
    const result = await carryOut(experiment, flags, context, services);
    context.log(experimentTable(experiment, result));
    done.push(result);
  }
  return done;
}

/** A flood without a report proves nothing about its experiment, and does not affect the others. */
async function carryOut(...[experiment, ...rest]: Parameters<typeof runPlans>): Promise<ExperimentResult> {
  try {
    return judgeExperiment(experiment, await runPlans(experiment, ...rest));
  } catch (error) {
    if (!(error instanceof FloodError) || error.code === 'cancelled') throw error;
    const exitCode = error.code === 'service-missing' ? EXIT.serviceMissing : EXIT.undecided;
    return { name: experiment.name, title: experiment.title, verdict: 'undecided', exitCode, missed: [error.message], reports: [] };
  }
}

async function runPlans(experiment: Experiment, flags: RunOptions, context: CliContext, { jobOf, signal }: CommandServices): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const plan of experiment.plans) {
    const progress = progressReporter(context.log);
    const report = await executeFlood(jobOf({ runId: randomUUID(), plan }), signal, (event) => {
      if (flags.ndjson) context.print(JSON.stringify(event));
      progress.show(event);
    }).finally(() => progress.stop());
    reports.push(report);
  }
  return reports;
}
