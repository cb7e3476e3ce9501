import { realpath, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { writeInitFiles } from '../init-files';
import { UsageError } from '../run-cli';

/** `stampede init`: a folder to start from, in which every file runs as it is. Needs no service. */
export function registerInit(program: Command, context: CliContext): void {
  program
    .command('init')
    .description('start a strategy of your own: writes a commented one, an experiment, a tsconfig, a test script and a CI workflow')
    .argument('[dir]', 'the folder; it is created if it is missing, and no file in it is overwritten', '.')
    .action(async (dir: string) => {
      const { made, kept } = await prepare(dir);
      for (const path of made) context.print(`made       ${path}`);
      for (const path of kept) context.print(`was there  ${path}`);
      const there = resolve(dir) === process.cwd() ? '' : `in ${dir}: `;
      context.log(made.length === 0 ? 'all files exist already; nothing was changed' : `next, ${there}npx stampede flood ./mine.ts naive`);
    });
}

async function prepare(dir: string): ReturnType<typeof writeInitFiles> {
  try {
    await mkdir(dir, { recursive: true });
    // Relative paths in the files start from the real location of the folder.
    return await writeInitFiles(await realpath(dir));
  } catch (error) {
    throw new UsageError(`${dir} cannot be filled (${error instanceof Error ? error.message : String(error)}).`);
  }
}
