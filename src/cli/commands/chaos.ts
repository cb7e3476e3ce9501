import { Option, type Command } from 'commander';
import type { Settings } from '@/config/settings';
import type { ChaosReport } from '@/domain/chaos';
import { CHAOS_FAULTS, type ChaosFaultName } from '@/domain/fault';
import { runChaos } from '@/faults/chaos/run-chaos';
import { startSandbox, temporaryState } from '../chaos-sandbox';
import { chaosOnSmallDisk } from '../chaos-small-disk';
import type { CliContext } from '../cli-context';
import { toNumber } from '../flood-options';
import { chaosSummary, chaosTable } from '../reporters/chaos-table';
import { UsageError } from '../run-cli';
import { untilInterrupted } from '../until-interrupted';

interface Flags {
  quick?: boolean;
  only?: string;
  seed: number;
  json?: boolean;
  smallDisk?: string;
}

/** `stampede chaos`: starts a separate sandbox, keeps buyers in it, and breaks one thing after another. */
export function registerChaos(program: Command, context: CliContext): void {
  program
    .command('chaos')
    .description('start a sandbox, keep buyers in it, break one thing after another, and audit what was sold')
    .option('--quick', 'smaller numbers: at most two minutes')
    .option('--only <names>', `only some faults: ${CHAOS_FAULTS.map(({ name }) => name).join(', ')}`)
    .addOption(new Option('--seed <n>', 'seed of the random choices of buyers').argParser(toNumber).default(1))
    .option('--json', 'print the result as one JSON object on stdout')
    // The command starts itself with this flag, in a folder on a small disk.
    .addOption(new Option('--small-disk <folder>').hideHelp())
    .action(async (flags: Flags) => {
      const settings = context.settings();
      refuseGivenServers(settings);
      const faults = faultsOf(flags.only);
      const interrupted = new AbortController();
      void untilInterrupted(() => context.log('stopping at once')).then(() => {
        context.log('interrupted; stopping everything cleanly (again to force)');
        interrupted.abort(new Error('The run was interrupted, so there is no verdict.'));
      });
      const report = await breakASandbox(flags, faults, settings, context, interrupted.signal);
      if (flags.smallDisk === undefined) {
        context.log(`\n${chaosTable(report)}\n`);
        context.log(chaosSummary(report));
      }
      if (flags.json) context.print(JSON.stringify(report));
      context.finish(report.exitCode);
    });
}

/** Servers from the environment may be in use elsewhere, and chaos would kill them. */
function refuseGivenServers({ databaseUrl, redisUrls, shopUrls, natsUrl }: Settings): void {
  const given = Object.entries({ DATABASE_URL: databaseUrl, REDIS_URLS: redisUrls, SHOP_URLS: shopUrls, NATS_URL: natsUrl }).flatMap(([name, value]) => (value === null ? [] : [name]));
  if (given.length === 0) return;
  throw new UsageError(`chaos kills the servers that it works with, and ${given.join(', ')} ${given.length === 1 ? 'names some' : 'name some'} that Stampede did not start. Unset ${given.length === 1 ? 'it' : 'them'} and it starts its own. Nothing was started.`);
}

function faultsOf(only: string | undefined): ChaosFaultName[] {
  const all = CHAOS_FAULTS.map(({ name }) => name);
  if (only === undefined) return all;
  const words = only.split(',').map((word) => word.trim()).filter(Boolean);
  const unknown = words.filter((word) => !all.some((name) => name === word));
  if (unknown.length > 0 || words.length === 0) throw new UsageError(`chaos has no fault called ${unknown.join(' or ') || "''"}. There are ${all.join(', ')}. Nothing was started.`);
  return all.filter((name) => words.includes(name));
}

async function breakASandbox(flags: Flags, faults: readonly ChaosFaultName[], settings: Settings, context: CliContext, signal: AbortSignal): Promise<ChaosReport> {
  const size = flags.quick ? 'quick' : 'full';
  const { seed } = flags;
  const { stateDir, remove } = flags.smallDisk === undefined ? await temporaryState() : { stateDir: flags.smallDisk, remove: () => Promise.resolve() };
  try {
    const { sandbox, stop } = await startSandbox({ stateDir, web: flags.smallDisk === undefined ? 'start' : 'none' }, settings, context.log);
    try {
      signal.throwIfAborted();
      return await runChaos(sandbox, {
        size,
        seed,
        faults,
        signal,
        tell: context.log,
        onSmallDisk: () => chaosOnSmallDisk(size, seed, signal),
        smallDisk: flags.smallDisk === undefined ? null : `${flags.smallDisk}/postgres`,
      });
    } finally {
      await stop();
    }
  } finally {
    await remove();
  }
}
