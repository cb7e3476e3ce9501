import { realpath, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { writeInitFiles } from '../init-files';
import { UsageError } from '../run-cli';

/** `stampede init`: a folder to begin with, every file of which runs as it is. Needs no service. */
export function registerInit(program: Command, context: CliContext): void {
  program
    .command('init')
    .description('begin a strategy of your own: a commented one, an experiment, a tsconfig, a test script and a CI workflow')
    .argument('[dir]', 'the folder; it is made where there is none, and no file in it is overwritten', '.')
    .action(async (dir: string) => {
      const { made, kept } = await prepare(dir);
      for (const path of made) context.print(`made       ${path}`);
      for (const path of kept) context.print(`was there  ${path}`);
      const there = resolve(dir) === process.cwd() ? '' : `in ${dir}: `;
      context.log(made.length === 0 ? 'everything was there; nothing was changed' : `next, ${there}npx stampede flood ./mine.ts naive`);
    });
}

async function prepare(dir: string): ReturnType<typeof writeInitFiles> {
  try {
    await mkdir(dir, { recursive: true });
    // Relative paths in the files count from where the folder really is.
    return await writeInitFiles(await realpath(dir));
  } catch (error) {
    throw new UsageError(`${dir} cannot be filled (${error instanceof Error ? error.message : String(error)}).`);
  }
}
