import type { Command } from 'commander';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { resetSandbox } from '@/tools/reset-sandbox';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from '../cli-context';

/** `stampede reset`: deletes every run, and restocks the shop's own products. */
export function registerReset(program: Command, context: CliContext): void {
  program
    .command('reset')
    .description("delete every run, lane and order, and restock the shop's products")
    .action(async () => {
      const services = await provideServices({ redis: 'optional', shops: 0, prepareDatabase }, context.settings(), context.log);
      try {
        const { runs, products } = await resetSandbox(services.databaseUrl, 'urls' in services.redis ? services.redis.urls : null);
        context.log(`deleted ${runs} ${runs === 1 ? 'run' : 'runs'}; filled ${products} ${products === 1 ? 'shelf' : 'shelves'} again`);
      } finally {
        await services.stop();
      }
    });
}
