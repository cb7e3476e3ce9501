import type { Command } from 'commander';
import { rmSync } from 'node:fs';
import { openedFilesPath } from '@/strategy-files/opened-files';
import type { CliContext } from '../cli-context';
import { UsageError } from '../run-cli';
import { serveFiles } from '../serve-files';
import { readStrategies } from '../strategy-words';
import { addressBlock, notesOn, runningWeb, runWithWeb } from './start';

/** `stampede open`: like `start`, with your own files among the strategies, rebuilt whenever they are saved. */
export function registerOpen(program: Command, context: CliContext): void {
  program
    .command('open')
    .description('like start, with files of your own among the strategies; saving a file rebuilds it and updates the page')
    .argument('<file...>', 'strategy files such as ./mine.ts; built-in ids named with them are selected on the page')
    .action(async (words: string[]) => {
      const { ids, files } = await readStrategies(words, context);
      if (files.length === 0) throw new UsageError('open needs a file of your own, such as ./mine.ts. Nothing was started.');
      const settings = context.settings();
      const running = await runningWeb(settings.stateDir);
      if (running !== null) throw new UsageError(`Stampede is already running at ${running.url} (process ${String(running.pid)}); end it first. Nothing was started.`);
      const path = openedFilesPath(settings.stateDir);
      // A list left behind by a killed launcher names shops that are gone.
      rmSync(path, { force: true });
      const chosen = new URLSearchParams({ strategies: [...new Set(['naive', ...ids])].join(',') });
      await runWithWeb(
        'open',
        context,
        async (launcher) => {
          const served = await serveFiles(files, settings, launcher.services, context.log);
          context.log(addressBlock(`${launcher.webUrl ?? ''}/?${chosen.toString().replaceAll('%2C', ',')}`, [...files.map(({ file }) => `Edit ${file} and press Flood again.`), ...notesOn(launcher, settings.host)]));
          return () => served.stop();
        },
        { STAMPEDE_STRATEGY_FILES: path },
      );
    });
}
