import type { Command } from 'commander';
import { projectRoot } from '@/config/project-root';
import { rebuildOnChange } from '@/services/rebuild-on-change';
import type { CliContext } from '../cli-context';
import { addressBlock, notesOn, runningWeb, runWithWeb } from './start';

/** `stampede dev`: like `start`, and everything reloads as sources change: the page by Next, the shops by a restart. */
export function registerDev(program: Command, context: CliContext): void {
  program
    .command('dev')
    .description('like start, for working on Stampede: the page and the shops reload as you edit')
    .action(async () => {
      const running = await runningWeb(context.settings().stateDir);
      if (running !== null) {
        context.log(addressBlock(running.url, [`Stampede is already running (process ${String(running.pid)}); end it first.`]));
        return;
      }
      await runWithWeb('dev', context, (launcher) => {
        context.log(addressBlock(launcher.webUrl ?? '', notesOn(launcher, context.settings().host)));
        return rebuildOnChange(projectRoot(), context.log, async () => {
          await launcher.services.handles.shops?.restart();
          context.log('the shops now run the new sources');
        });
      });
    });
}
