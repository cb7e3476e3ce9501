import type { Command } from 'commander';
import { EXIT } from '@/domain/verdict';
import { findChromium } from '@/services/chromium';
import { findNatsProgram } from '@/services/nats-program';
import { findTestProgram } from '@/services/test-program';
import { findRedisProgram } from '@/services/redis-program';
import { stopEverything, superviseDetached } from '@/services/supervisor';
import { servicesStatus } from '@/services/services-status';
import type { CliContext } from '../cli-context';
import { statusTable } from '../reporters/services-table';
import { runLauncher } from '../run-launcher';

/** `stampede services up|down|status`: Postgres, Redis and two shops in the background, so that commands start faster. */
export function registerServices(program: Command, context: CliContext): void {
  const services = program.command('services').description('keep Postgres, Redis and two shops up in the background');
  services
    .command('up')
    .description('start them and wait until they are ready')
    .action(async () => {
      const { pid, shopUrls, wasUp } = await superviseDetached(context.settings().stateDir, context.log);
      context.log(`services ${wasUp ? 'are already up' : 'are up'} (process ${String(pid)}), shops at ${shopUrls.join(', ')}`);
    });
  services
    .command('down')
    .description('stop them, and whatever a killed command has left running')
    .action(async () => {
      const stopped = await stopEverything(context.settings().stateDir, context.log);
      if (stopped === 0) context.log('nothing was running');
    });
  services
    .command('status')
    .description('show what is running')
    .option('--json', 'as one JSON object on stdout')
    .action(async (options: { json?: boolean }) => {
      const status = await servicesStatus(context.settings().stateDir);
      if (options.json === true) context.print(JSON.stringify(status, null, 2));
      else context.log(statusTable(status));
      context.finish(EXIT.pass);
    });
  services
    .command('install')
    .description("find Redis, or install it with the system's package manager if that needs no password; prints paths as JSON")
    .option('--chromium', 'Chromium too, for the tests of the page')
    .option('--nats', 'NATS too, which carries the events with EVENT_BUS=nats')
    .option('--pgbouncer', 'PgBouncer too, which the tests put in front of Postgres')
    .option('--haproxy', 'HAProxy too, which the tests put in front of the shops')
    .action(async (options: { chromium?: boolean; nats?: boolean; pgbouncer?: boolean; haproxy?: boolean }) => {
      const settings = context.settings();
      const redis = await findRedisProgram(settings, context.log);
      const chromium = options.chromium === true ? await findChromium(settings, context.log) : undefined;
      const nats = options.nats === true ? await findNatsProgram(settings, context.log) : undefined;
      const pgbouncer = options.pgbouncer === true ? await findTestProgram('pgbouncer', settings, context.log) : undefined;
      const haproxy = options.haproxy === true ? await findTestProgram('haproxy', settings, context.log) : undefined;
      context.print(JSON.stringify({ redis, chromium, nats, pgbouncer, haproxy }));
      for (const found of [redis, chromium, nats, pgbouncer, haproxy]) {
        if (typeof found !== 'object' || !('unavailable' in found)) continue;
        context.log(`stampede: ${found.unavailable}`);
        context.finish(EXIT.serviceMissing);
      }
    });
  // The command that `up` runs in the background.
  services.command('supervise', { hidden: true }).action(async () => {
    await runLauncher({ command: 'services up', web: 'none' }, context, () => () => undefined);
  });
}
