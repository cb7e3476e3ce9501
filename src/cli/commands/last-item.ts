import { Option, type Command } from 'commander';
import { runLastItem } from '@/tools/last-item/last-item';
import { needsRedis, strategyIds } from '@/strategies/strategy-ids';
import { publishedServices } from '@/services/services-file';
import type { CliContext } from '../cli-context';
import { toNumber } from '../flood-options';
import { isWithin } from '../lab-options';
import { lastItemText } from '../reporters/last-item-text';
import { UsageError } from '../run-cli';
import { withServices } from '../with-services';

interface Flags {
  buyers: number;
  strategy: string;
  pages: number;
  json?: boolean;
}

const BUYERS = { min: 2, max: 2_000 };
const PAGES = { min: 1, max: 500 };

/** `stampede last-item`: one unit, a hundred buyers at once, and every open page shows that it is sold. */
export function registerLastItem(program: Command, context: CliContext): void {
  program
    .command('last-item')
    .description('one unit and a hundred buyers at the same moment: exactly one gets it')
    .addOption(new Option('--buyers <n>', 'buyers that all come at once').argParser(toNumber).default(100))
    .option('--strategy <id>', 'the strategy that sells it', 'conditional-update')
    .addOption(new Option('--pages <n>', 'event streams to open if the web is running, like so many browsers').argParser(toNumber).default(5))
    .option('--json', 'print the result as one JSON object on stdout')
    .action(async ({ buyers, strategy, pages, json }: Flags) => {
      const faults = [
        ...(strategyIds().includes(strategy) ? [] : [`no strategy is called ${strategy}. There are ${strategyIds().join(', ')}`]),
        ...(isWithin(buyers, BUYERS) ? [] : [`--buyers must be a whole number from ${BUYERS.min} to ${BUYERS.max}`]),
        ...(isWithin(pages, PAGES) ? [] : [`--pages must be a whole number from ${PAGES.min} to ${PAGES.max}`]),
      ];
      if (faults.length > 0) throw new UsageError(`${faults.join('; ')}. Nothing was sold.`);
      const { replicas, stateDir } = context.settings();
      await withServices({ shops: replicas, redis: needsRedis([strategy]), plans: [] }, context, async ({ stores, shopUrls }) => {
        // Only a web on this same database shows what is sold here.
        const offer = publishedServices(stateDir).find(({ webUrl, databaseUrl }) => webUrl !== null && databaseUrl === stores.databaseUrl);
        const report = await runLastItem({ ...stores, shopUrls, webUrl: offer?.webUrl ?? null, strategyId: strategy, buyers, pages });
        context.log(lastItemText(report));
        if (json) context.print(JSON.stringify(report));
        context.finish(report.exitCode);
      });
    });
}
