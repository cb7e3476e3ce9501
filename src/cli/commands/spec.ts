import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { machineClock } from '@/domain/monotonic-clock';
import { EXIT } from '@/domain/verdict';
import { PoolerInTheWay } from '@/stores/postgres/pooler';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { ScratchDatabaseRefused } from '@/stores/postgres/scratch-database';
import { readSpecFiles, runSpecFile, SpecFilesError } from '@/lab/spec/spec-files';
import { transcriptDiff } from '@/lab/spec/transcript-diff';
import { provideServices } from '@/services/provide-services';
import { ServiceMissingError } from '@/services/service-missing-error';
import type { CliContext } from '../cli-context';
import { UsageError } from '../run-cli';
import { untilInterrupted } from '../until-interrupted';

interface Flags {
  expected?: string;
  stepTimeout: number;
}

/** As long as PostgreSQL's tester waits. */
const STEP_TIMEOUT_SECONDS = 360;

/** `stampede spec`: prints the transcripts of files in the language of PostgreSQL's isolation tester. */
export function registerSpec(program: Command, context: CliContext): void {
  program
    .command('spec <file...>')
    .description("run files in the language of PostgreSQL's isolation tester and print their transcripts")
    .option('--expected <file>', 'compare the transcript with this file and end with 1 if it differs')
    .option('--step-timeout <s>', 'cancel a step that takes longer, 1 to 3600', readSeconds, STEP_TIMEOUT_SECONDS)
    .action(async (files: string[], flags: Flags) => {
      const specs = await readSpecFiles(files).catch(asUsage);
      const expected = flags.expected === undefined ? null : await readExpected(flags.expected, files);
      const services = await provideServices({ redis: 'none', shops: 0, prepareDatabase }, context.settings(), context.log);
      const interrupted = new AbortController();
      void untilInterrupted(() => process.exit(EXIT.undecided)).then(() => interrupted.abort());
      try {
        for (const spec of specs) {
          const transcript: string[] = [];
          const print = (line: string): void => {
            transcript.push(line);
            context.print(line);
          };
          const options = { print, stepTimeoutMs: flags.stepTimeout * 1000, now: machineClock, signal: interrupted.signal };
          const endedEarly = await runSpecFile(spec, services.databaseUrl, options).catch(asMissing);
          // A spec may be expected to end early.
          if (expected !== null) compare(expected, transcript, flags.expected ?? '', context);
          else if (endedEarly !== null) {
            context.log(`${spec.file} ended before its last permutation: ${endedEarly}`);
            context.finish(EXIT.undecided);
          }
        }
      } catch (error) {
        if (!interrupted.signal.aborted) throw error;
        context.log('interrupted before the last permutation');
        context.finish(EXIT.undecided);
      } finally {
        await services.stop();
      }
    });
}

function compare(expected: string, transcript: readonly string[], file: string, context: CliContext): void {
  const difference = transcriptDiff(expected, `${transcript.join('\n')}\n`);
  if (difference.length === 0) return;
  context.log(`the transcript differs from ${file} (-: expected, +: found):\n${difference.join('\n')}`);
  context.finish(EXIT.violated);
}

async function readExpected(file: string, specs: readonly string[]): Promise<string> {
  if (specs.length > 1) throw new UsageError('--expected works with one spec, and several were named. Nothing was run.');
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}). Nothing was run.`);
  }
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 1 || seconds > 3600) throw new InvalidArgumentError('expected whole seconds from 1 to 3600. Nothing was run.');
  return seconds;
}

function asUsage(error: unknown): never {
  throw error instanceof SpecFilesError ? new UsageError(error.message) : error;
}

function asMissing(error: unknown): never {
  throw error instanceof ScratchDatabaseRefused || error instanceof PoolerInTheWay ? new ServiceMissingError('postgres', error.message, { cause: error }) : error;
}
