import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { matrixSummary } from '@/domain/matrix-words';
import { verdictOf, worstOf } from '@/experiments/judge-experiment';
import { matrixReport } from '@/faults/matrix/matrix-report';
import { keepMatrix, readMatrix } from '@/faults/matrix/stored-matrix';
import type { CliContext } from '../cli-context';
import { runExperiments } from '../run-experiments';
import { planLimits } from '../flood-options';
import { checkOutputs, type OutputFlags } from '../output-files';
import { junitReport } from '../reporters/junit';
import { matrixTable } from '../reporters/matrix-table';
import { UsageError } from '../run-cli';

interface Flags extends OutputFlags {
  docs?: boolean;
  fault?: string;
  quick?: boolean;
}

/** `stampede matrix`: runs every strategy under every fault, and compares the results with what is expected. */
export function registerMatrix(program: Command, context: CliContext): void {
  program
    .command('matrix')
    .description('run every cell of the guarantee matrix: strategy x fault x replicas')
    .option('--fault <name>', 'one column only; the result is not kept')
    .option('--quick', 'one cell of every fault and a few without a fault; the result is not kept')
    .option('--docs', 'write docs/guarantees.md and docs/guarantees.json from this run')
    .option('--json', 'print the matrix as one JSON object on stdout')
    .option('--ndjson', 'print every run event as one line of JSON on stdout')
    .option('--junit <file>', 'write a JUnit report')
    .action(async (flags: Flags) => {
      await checkOutputs(flags);
      const settings = context.settings();
      const all = await readMatrix(planLimits(settings), flags.quick ? 'quick' : 'full');
      const columns = all.filter(({ fault }) => flags.fault === undefined || flags.fault === (fault ?? 'none'));
      if (columns.length === 0) {
        throw new UsageError(`the matrix has no column ${flags.fault ?? ''}. There are ${[...new Set(all.map(({ fault }) => fault ?? 'none'))].join(', ')}. Nothing was run.`);
      }
      const whole = flags.fault === undefined && !flags.quick;
      if (flags.docs && !whole) throw new UsageError(`--docs needs the whole matrix, and ${flags.quick ? '--quick runs only a few cells' : '--fault runs only one column'}. Nothing was run.`);
      const results = await runExperiments(columns.map(({ experiment }) => experiment), flags, context);
      const report = matrixReport(columns, results, new Date());
      const exitCode = worstOf(results.map((result) => result.exitCode));
      context.log(`\n${matrixTable(report)}\n`);
      for (const { missed } of report.cells) if (missed !== null) context.log(missed);
      const unfinished = results.filter(({ reports }) => reports.length === 0);
      for (const { title, missed } of unfinished) context.log(`${title}: ${missed.join(' ')}`);
      if (unfinished.length > 0) context.log(`${unfinished.length} of ${columns.length} columns could not be run, so the result was not kept.`);
      else if (whole) {
        const files = await keepMatrix(report, settings.stateDir, flags.docs ?? false);
        context.log(`written: ${files.join(', ')}`);
      }
      if (flags.json) context.print(JSON.stringify({ ...report, verdict: verdictOf(exitCode), exitCode }));
      if (flags.junit) await writeFile(flags.junit, junitReport(results.flatMap(({ reports }) => reports)));
      context.log(`${matrixSummary(report)} (exit ${exitCode})`);
      context.finish(exitCode);
    });
}
