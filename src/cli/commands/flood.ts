import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT } from '@/domain/verdict';
import { executeFlood } from '@/flood/execute-flood';
import { FloodError } from '@/domain/flood-error';
import { breaksRedis, needsRedis } from '@/strategies/strategy-ids';
import type { CliContext } from '../cli-context';
import { addPlanOptions, planLimits, readPlan, type FloodFlags } from '../flood-options';
import { checkOutputs, type OutputFlags } from '../output-files';
import { htmlReport } from '../reporters/html';
import { junitReport } from '../reporters/junit';
import { runTable } from '../reporters/lane-table';
import { timeTable } from '../reporters/time-table';
import { progressReporter } from '../reporters/progress-bars';
import { UsageError } from '../run-cli';
import { addStepTimeout, readStepTimeout, type StepTimeoutFlag } from '../step-timeout';
import { readStrategies } from '../strategy-words';
import { withServices } from '../with-services';

/** `stampede flood`: one run, with its verdict as exit code. */
export function registerFlood(program: Command, context: CliContext): void {
  const command = program.command('flood').description('flood strategies with a crowd of buyers and judge each').argument('[strategy...]', 'ids, and files of your own such as ./mine.ts; the same as --strategy');
  addStepTimeout(addPlanOptions(command))
    .option('--times', 'show where the time of a purchase was spent')
    .option('--json', 'print the report as one JSON object on stdout')
    .option('--ndjson', 'print every run event as one line of JSON on stdout')
    .option('--junit <file>', 'write a JUnit report')
    .option('--html <file>', 'write the report as one HTML page')
    .action(async (words: string[], flags: FloodFlags & OutputFlags & StepTimeoutFlag & { times?: boolean }) => {
      const { ids, files } = await readStrategies(words.length > 0 ? words : [flags.strategy], context);
      const plan = readPlan(flags, ids, planLimits(context.settings()));
      await checkOutputs(flags);
      const need = { shops: plan.replicas, redis: needsRedis(plan.strategies) || breaksRedis(plan.fault), plans: [plan], files, stepTimeoutMs: readStepTimeout(flags, context) };
      await withServices(need, context, async ({ jobOf, refusalOf, signal }) => {
        const refusal = refusalOf(plan);
        if (refusal) throw new UsageError(refusal);
        const progress = progressReporter(context.log);
        const report = await executeFlood(jobOf({ runId: randomUUID(), plan }), signal, (event) => {
          if (flags.ndjson) context.print(JSON.stringify(event));
          progress.show(event);
        })
          .catch((error: unknown) => {
            context.finish(exitCodeOf(error));
            context.log(`stampede: ${error instanceof Error ? error.message : String(error)}`);
            return null;
          })
          .finally(() => progress.stop());
        if (!report) return;
        context.finish(report.exitCode);
        context.log(runTable(report));
        if (flags.times) context.log(timeTable(report));
        if (flags.json) context.print(JSON.stringify(report));
        if (flags.junit) await writeFile(flags.junit, junitReport([report]));
        if (flags.html) await writeFile(flags.html, htmlReport(report));
      });
    });
}

/** A flood without a report proves nothing. */
const exitCodeOf = (error: unknown): number =>
  error instanceof FloodError && error.code === 'service-missing' ? EXIT.serviceMissing : EXIT.undecided;
