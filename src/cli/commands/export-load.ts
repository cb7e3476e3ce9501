import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { readExperiments } from '@/tools/list-everything';
import { LOAD_FORMATS, loadScript, type LoadFormat } from '@/tools/load-scripts/load-script';
import type { CliContext } from '../cli-context';
import { planLimits } from '../flood-options';
import { UsageError } from '../run-cli';

interface Flags {
  format: LoadFormat;
  target: string;
  out?: string;
}

/** `stampede export-load`: writes an experiment as a script for a load generator on any number of machines. Needs no service. */
export function registerExportLoad(program: Command, context: CliContext): void {
  program
    .command('export-load <experiment>')
    .description('write an experiment as a script for k6 or Artillery')
    .addOption(new Option('--format <format>', 'the load generator').choices(LOAD_FORMATS).makeOptionMandatory())
    .option('--target <url>', 'the URL of the web that puts the products on sale', 'http://127.0.0.1:3000')
    .option('--out <file>', 'a file; without it, the script goes to stdout')
    .action(async (name: string, { format, target, out }: Flags) => {
      if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) throw new UsageError(`--target must be a URL like http://host:3000, not ${target}. Nothing was written.`);
      const experiments = await readExperiments(planLimits(context.settings()), 'full');
      const experiment = experiments.find((known) => known.name === name);
      if (!experiment) throw new UsageError(`no experiment is called ${name}. There are ${experiments.map((known) => known.name).join(', ')}. Nothing was written.`);
      const { text, leftOut } = loadScript(experiment, format, target.replace(/\/+$/, ''));
      for (const sentence of leftOut) context.log(sentence);
      if (out === undefined) {
        context.print(text.trimEnd());
        return;
      }
      await writeFile(out, text).catch((error: unknown) => {
        throw new UsageError(`${out} cannot be written (${error instanceof Error ? error.message : String(error)}).`);
      });
      context.log(`written: ${out}`);
    });
}
