import type { Command } from 'commander';
import { clearEverything, seedDatabase } from '@/tools/database-tasks';
import { createMissingDatabase } from '@/stores/postgres/create-database';
import { migrateDatabase } from '@/stores/postgres/prepare-database';
import { provideServices, type ServiceNeeds } from '@/services/provide-services';
import type { CliContext } from '../cli-context';
import { UsageError } from '../run-cli';

type Task = (services: { databaseUrl: string; redisUrls: string[] | null }) => Promise<void>;

/** `stampede db init|seed|reset`, which `npm run db:init` and so on call. */
export function registerDb(program: Command, context: CliContext): void {
  const db = program.command('db').description("create, seed or empty the database that DATABASE_URL names, or Stampede's own");
  db.command('init')
    .description('create the database if it is missing, and bring it to the current schema')
    .action(async () => {
      const { databaseUrl } = context.settings();
      if (databaseUrl && (await createMissingDatabase(databaseUrl))) context.log('created the database');
      await withDatabase(context, 'none', () => Promise.resolve());
      context.log('the database has the current schema');
    });
  db.command('seed')
    .description("add those of the shop's products that are missing")
    .action(async () => {
      await withDatabase(context, 'none', async ({ databaseUrl }) => {
        const added = await seedDatabase(databaseUrl);
        context.log(added === 0 ? 'the shop has all its products already; nothing was changed' : `put ${added} ${added === 1 ? 'product' : 'products'} on sale`);
      });
    });
  db.command('reset')
    .description('delete every run, order and product, and begin again with the seed')
    .option('--yes', 'confirm, for a database that DATABASE_URL names')
    .action(async ({ yes }: { yes?: boolean }) => {
      const { databaseUrl: given } = context.settings();
      if (given && !yes) {
        const { host, pathname } = new URL(given);
        throw new UsageError(`this deletes every run, order and product in ${host}${pathname}, which DATABASE_URL names. Nothing was changed. If that is meant, add --yes (npm run db:reset -- --yes).`);
      }
      await withDatabase(context, 'optional', async ({ databaseUrl, redisUrls }) => {
        await clearEverything(databaseUrl, redisUrls);
        context.log(`everything was deleted; put ${await seedDatabase(databaseUrl)} products on sale`);
      });
    });
}

async function withDatabase(context: CliContext, redis: ServiceNeeds['redis'], task: Task): Promise<void> {
  const services = await provideServices({ redis, shops: 0, prepareDatabase: migrateDatabase }, context.settings(), context.log);
  try {
    await task({ databaseUrl: services.databaseUrl, redisUrls: 'urls' in services.redis ? services.redis.urls : null });
  } finally {
    await services.stop();
  }
}
