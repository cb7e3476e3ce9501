import { Option, type Command } from 'commander';
import type { Exploration, SearchBounds } from '@/domain/exploration';
import { EXIT } from '@/domain/verdict';
import { worstOf, verdictOf } from '@/experiments/judge-experiment';
import { searchBounds } from '@/lab/default-bounds';
import { explorationExit } from '@/lab/judge-exploration';
import { needsRedis } from '@/strategies/strategy-ids';
import type { CliContext } from '../cli-context';
import { toNumber } from '../flood-options';
import { addSetupOptions, isWithin, readSetup, type SetupFlags } from '../lab-options';
import { explorationText } from '../reporters/exploration-text';
import { exploreProgress } from '../reporters/explore-progress';
import { UsageError } from '../run-cli';
import { search } from '../search';
import { addStepTimeout, readStepTimeout, type StepTimeoutFlag } from '../step-timeout';
import { readStrategies } from '../strategy-words';
import { withServices } from '../with-services';

interface Flags extends SetupFlags, StepTimeoutFlag {
  strategy?: string;
  schedules?: number;
  seconds?: number;
  seed: number;
  expiries?: number;
  json?: boolean;
}

const BOUNDS = { schedules: { min: 1, max: 1_000_000 }, seconds: { min: 1, max: 3_600 }, seed: { min: 0, max: 2_147_483_647 }, expiries: { min: 0, max: 3 } } as const;

/** `stampede explore`: runs every schedule, or as many as there is time for. */
export function registerExplore(program: Command, context: CliContext): void {
  const command = program.command('explore').description('run every schedule of a few buyers on the real servers, and find the shortest that goes wrong');
  command.argument('[strategy...]', 'ids, and files of your own such as ./mine.ts; the same as --strategy');
  command.option('--strategy <ids>', 'id,id or safe, unsafe (all that are not safe), all; variants by id');
  addStepTimeout(addSetupOptions(command))
    .addOption(new Option('--schedules <n>', 'schedules to run at most (default: 20000 for two buyers, else 3000)').argParser(toNumber))
    .addOption(new Option('--seconds <s>', 'seconds for each strategy at most (default: 120 for two buyers, else 30)').argParser(toNumber))
    .addOption(new Option('--seed <n>', 'seed of the random part, if not all schedules can be run').argParser(toNumber).default(1))
    .addOption(new Option('--expiries <n>', 'how often in a schedule time may pass, so that locks with an expiry expire (default: 0, and 1 for setnx-no-token)').argParser(toNumber))
    .option('--json', 'print the results as one JSON object on stdout')
    .action(async (words: string[], flags: Flags) => {
      const asked = words.length > 0 ? words : flags.strategy === undefined ? [] : [flags.strategy];
      if (asked.length === 0) throw new UsageError('no strategy was named. Write one, such as: stampede explore naive. Nothing was run.');
      const { ids, files } = await readStrategies(asked, context);
      const given = readBounds(flags);
      const setups = ids.map((id) => readSetup(id, flags));
      await withServices({ shops: 0, redis: needsRedis(ids), plans: [], stepTimeoutMs: readStepTimeout(flags, context) }, context, async ({ stores, stepTimeoutMs, signal }) => {
        const explorations: Exploration[] = [];
        for (const setup of setups) {
          const progress = exploreProgress(setup);
          const exploration = await search(stores, setup, searchBounds(setup, given), files, stepTimeoutMs, signal, progress.show).finally(() => progress.stop());
          explorations.push(exploration);
          context.log(explorationText(exploration));
        }
        const exitCode = worstOf(explorations.map(explorationExit));
        if (flags.json) context.print(JSON.stringify({ schemaVersion: 1, explorations, verdict: verdictOf(exitCode), exitCode }));
        if (exitCode === EXIT.controlFailed) context.log('an unsafe strategy showed no bad schedule, so the search proves nothing (exit 3)');
        context.finish(exitCode);
      });
    });
}

function readBounds({ schedules, seconds, seed, expiries }: Flags): Partial<SearchBounds> {
  const given = { schedules, seconds, seed, expiries };
  const faults = (Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]).flatMap((name) => {
    const value = given[name];
    return value === undefined || isWithin(value, BOUNDS[name]) ? [] : [`  --${name} must be a whole number from ${BOUNDS[name].min} to ${BOUNDS[name].max}`];
  });
  if (faults.length > 0) throw new UsageError(`this search cannot be run; nothing was run.\n${faults.join('\n')}`);
  return given;
}
