import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { EXPORT_FORMATS, exportStoredLane, type ExportFormat } from '@/tools/export/export-lane';
import { ExportRefused, type LaneExport } from '@/tools/export/lane-export';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from '../cli-context';
import { UsageError } from '../run-cli';

interface Flags {
  format: ExportFormat;
  lane?: string;
  out?: string;
  force?: boolean;
}

/** `stampede export`: writes the recording of a lane for other checkers. */
export function registerExport(program: Command, context: CliContext): void {
  program
    .command('export <run-id>')
    .description('export a lane of a run for Porcupine, elle-cli or a spreadsheet')
    .addOption(new Option('--format <format>', 'for whom').choices(EXPORT_FORMATS).makeOptionMandatory())
    .option('--lane <strategy[:repeat]>', 'which lane; needed if the run has several')
    .option('--out <path>', 'a file for csv, a folder for the others; without it, the data goes to stdout')
    .option('--force', 'export more operations than a checker is likely to finish')
    .action(async (runId: string, { format, lane, out, force }: Flags) => {
      const services = await provideServices({ redis: 'none', shops: 0, prepareDatabase }, context.settings(), context.log);
      try {
        const request = { runId, format, lane: lane ?? null, force: force ?? false };
        const exported = await exportStoredLane(services.databaseUrl, request).catch((error: unknown) => {
          throw error instanceof ExportRefused ? new UsageError(`${error.message} Nothing was written.`) : error;
        });
        if (out === undefined) printFirst(exported, context);
        else await write(exported, out, context);
        context.log(exported.about.trimEnd());
      } finally {
        await services.stop();
      }
    });
}

function printFirst({ files }: LaneExport, context: CliContext): void {
  const [first, ...others] = files;
  if (first !== undefined) context.print(first.text.replace(/\n$/, ''));
  if (others.length > 0) context.log(`left out: ${others.map(({ name }) => name).join(', ')}; --out FOLDER writes them all`);
}

async function write({ files }: LaneExport, out: string, context: CliContext): Promise<void> {
  const [only] = files;
  try {
    const isFolder = files.length > 1 || (await stat(out).then((found) => found.isDirectory(), () => false));
    if (isFolder) await mkdir(out, { recursive: true });
    const written = isFolder ? files.map(({ name, text }) => ({ path: join(out, name), text })) : [{ path: out, text: only?.text ?? '' }];
    for (const { path, text } of written) await writeFile(path, text);
    context.log(`written: ${written.map(({ path }) => path).join(', ')}`);
  } catch (error) {
    throw new UsageError(`${out} cannot be written (${error instanceof Error ? error.message : String(error)}).`);
  }
}
