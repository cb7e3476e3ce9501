import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '@/domain/verdict';
import { findClass } from '@/strategies/find-class';
import type { playOrder } from '@/lab/replay-schedule';
import { readMoves } from '@/lab/schedule-moves';
import { specOf } from '@/lab/spec-of';
import { labTranscript } from '@/lab/lab-transcript';
import { needsRedis } from '@/strategies/strategy-ids';
import type { CliContext } from '../cli-context';
import { addSetupOptions, readSetup, type SetupFlags } from '../lab-options';
import { checkWritable } from '../output-files';
import { UsageError } from '../run-cli';
import { play } from '../search';
import { addStepTimeout, readStepTimeout, type StepTimeoutFlag } from '../step-timeout';
import { readStrategies } from '../strategy-words';
import { withServices } from '../with-services';

interface Flags extends SetupFlags, StepTimeoutFlag {
  strategy?: string;
  schedule: string;
  json?: boolean;
  spec?: string;
}

/** `stampede lab`: plays one schedule on the real servers and prints what happened. */
export function registerLab(program: Command, context: CliContext): void {
  const command = program.command('lab').description('play one schedule on the real servers and print what happened, move by move');
  command.argument('[strategy]', 'an id, or a file of your own such as ./mine.ts; the same as --strategy');
  command.option('--strategy <id>', 'a strategy or a variant').requiredOption('--schedule <token>', 'who takes the next step, as in A.B.A.B; T lets time pass');
  addStepTimeout(addSetupOptions(command))
    .option('--json', "print the lab's final state as one JSON object")
    .option('--spec <file>', "write the schedule as a file for PostgreSQL's isolation tester (and for 'stampede spec')")
    .action(async (word: string | undefined, flags: Flags) => {
      const asked = word ?? flags.strategy;
      if (asked === undefined) throw new UsageError('no strategy was named. Write one, such as: stampede lab naive --schedule A.B.A.B. Nothing was run.');
      const { ids, files } = await readStrategies([asked], context);
      const [strategy = ''] = ids;
      if (ids.length !== 1) throw new UsageError(`a lab plays one strategy, and ${asked} names ${ids.length}. Nothing was run.`);
      const setup = readSetup(strategy, flags);
      const moves = readMoves(flags.schedule, setup.buyers);
      if (typeof moves === 'string') throw new UsageError(`${moves}. Nothing was run.`);
      if (flags.spec !== undefined) {
        if (needsRedis([strategy])) throw new UsageError(`${strategy} works with Redis, and PostgreSQL's isolation tester has only SQL steps. Nothing was run.`);
        await checkWritable(flags.spec);
      }
      await withServices({ shops: 0, redis: needsRedis([strategy]), plans: [], stepTimeoutMs: readStepTimeout(flags, context) }, context, async ({ stores, stepTimeoutMs }) => {
        const lab = await play(stores, setup, moves, files, stepTimeoutMs);
        context.finish(exitOf(lab, strategy));
        context.print(flags.json ? JSON.stringify({ schemaVersion: 1, ...lab }) : labTranscript(lab));
        if (flags.spec !== undefined) await writeFile(flags.spec, await specOf(lab));
        const written = flags.spec === undefined ? '' : ` ${flags.spec} holds the ${lab.moves.length} moves before it.`;
        if (lab.complaint !== null) context.log(`stampede: ${lab.complaint}${written}`);
        else if (lab.verdict === null) context.log(`not at its end: ${lab.possible.length > 0 ? `the next move is ${lab.possible.join(' or ')}` : 'every buyer waits'}`);
      });
    });
}

/** A schedule that cannot be followed, or that ends half-way, gives no verdict. */
function exitOf({ complaint, verdict }: Awaited<ReturnType<typeof playOrder>>, strategy: string): ExitCode {
  if (complaint !== null) return EXIT.undecided;
  return verdict?.verdict === 'violated' && findClass(strategy) === 'safe' ? EXIT.violated : EXIT.pass;
}
