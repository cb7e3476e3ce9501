import type { Command } from 'commander';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from '../cli-context';

/** `stampede migrate`: brings a database to the current schema, for a deployment whose shops must not do so themselves. */
export function registerMigrate(program: Command, context: CliContext): void {
  program
    .command('migrate')
    .description("bring the database that DATABASE_URL names, or Stampede's own, to the current schema")
    .action(async () => {
      const needs = { redis: 'none', shops: 0, prepareDatabase } as const;
      const services = await provideServices(needs, context.settings(), context.log);
      await services.stop();
      context.log('the database has the current schema');
    });
}
