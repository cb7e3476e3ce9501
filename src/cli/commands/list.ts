import type { Command } from 'commander';
import { listEverything } from '@/runs/list-everything';
import type { CliContext } from '../cli-context';
import { planLimits } from '../flood-options';
import { plainTable } from '../reporters/plain-table';

/** `stampede list`: the strategies and experiments there are. Needs no service. */
export function registerList(program: Command, context: CliContext): void {
  program
    .command('list')
    .description('list the strategies and the experiments')
    .option('--json', 'as one JSON object on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const { strategies, experiments } = await listEverything(planLimits(context.settings()));
      if (json) {
        context.print(JSON.stringify({ strategies, experiments }, null, 2));
        return;
      }
      const strategyRows = strategies.map((strategy) => [strategy.id, strategy.class, strategy.endpoint, strategy.tagline]);
      const experimentRows = experiments.map((experiment) => [experiment.name, String(experiment.plans.length), experiment.question]);
      context.print(plainTable(['strategy', 'class', 'endpoint', 'idea'], strategyRows, 4));
      context.print(`\n${plainTable(['experiment', 'floods', 'question'], experimentRows, 3)}`);
    });
}
