import type { Command } from 'commander';
import { listEverything } from '@/tools/list-everything';
import type { CliContext } from '../cli-context';
import { planLimits } from '../flood-options';
import { plainTable } from '../reporters/plain-table';
import { readStrategies } from '../strategy-words';

/** `stampede list`: lists strategies and experiments. Needs no service. */
export function registerList(program: Command, context: CliContext): void {
  program
    .command('list')
    .argument('[file...]', 'strategies of your own to list as well, such as ./mine.ts')
    .description('list the strategies, their variants, the faults and the experiments')
    .option('--json', 'as one JSON object on stdout')
    .action(async (words: string[], { json }: { json?: boolean }) => {
      await readStrategies(words, context);
      const { strategies, variants, faults, experiments } = await listEverything(planLimits(context.settings()));
      if (json) {
        context.print(JSON.stringify({ strategies, variants, faults, experiments }, null, 2));
        return;
      }
      const rowsOf = (listed: typeof strategies): string[][] => listed.map(({ id, class: strategyClass, endpoint, tagline }) => [id, strategyClass, endpoint, tagline]);
      const experimentRows = experiments.map((experiment) => [experiment.name, String(experiment.plans.length), experiment.question]);
      context.print(plainTable(['strategy', 'class', 'endpoint', 'idea'], rowsOf(strategies), 4));
      context.print(`\n${plainTable(['variant', 'class', 'endpoint', 'idea'], rowsOf(variants), 4)}`);
      context.print(`\n${plainTable(['fault', 'what it does'], faults.map(({ name, what }) => [name, what]), 2)}`);
      context.print(`\n${plainTable(['experiment', 'floods', 'question'], experimentRows, 3)}`);
    });
}
