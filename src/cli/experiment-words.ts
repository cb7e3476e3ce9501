import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Experiment } from '@/domain/experiment';
import { ExperimentError, strategyWords } from '@/experiments/load-experiments';
import { readExperiments, readExperimentText } from '@/tools/list-everything';
import { isFilePath } from '@/strategy-files/load-files';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import type { CliContext } from './cli-context';
import { planLimits } from './flood-options';
import { UsageError } from './run-cli';
import { readStrategies } from './strategy-words';

type Size = 'full' | 'quick';

/** The experiments that a command line names, and the strategies from files in them. */
export interface NamedExperiments {
  experiments: Experiment[];
  files: StrategyFile[];
}

/**
 * Reads names of experiments, and paths of files with one experiment each: strategies that such a file names by a path are resolved from the
 * folder of that file. Throws `UsageError` with what is wrong; nothing was run.
 */
export async function readNamedExperiments(words: readonly string[], size: Size, context: CliContext): Promise<NamedExperiments> {
  const experiments = await readByName(words.filter((word) => !isFilePath(word)), size, context);
  const files = new Map<string, StrategyFile>();
  for (const path of words.filter(isFilePath)) {
    const read = await readByPath(resolve(path), size, context);
    experiments.push(read.experiment);
    for (const file of read.files) {
      const { id } = file.metadata;
      const other = files.get(id);
      if (other && other.file !== file.file) throw new UsageError(`the strategies ${other.file} and ${file.file} have the same id, ${id}. Nothing was run.`);
      files.set(id, file);
    }
  }
  return { experiments, files: [...files.values()] };
}

async function readByName(names: readonly string[], size: Size, context: CliContext): Promise<Experiment[]> {
  if (names.length === 0) return [];
  const all = await readExperiments(planLimits(context.settings()), size);
  const unknown = names.filter((name) => !all.some((experiment) => experiment.name === name));
  if (unknown.length > 0) {
    throw new UsageError(`no experiment is called ${unknown.join(' or ')}. There are ${all.map(({ name }) => name).join(', ')}. Nothing was run.`);
  }
  return all.filter(({ name }) => names.includes(name));
}

async function readByPath(file: string, size: Size, context: CliContext): Promise<{ experiment: Experiment; files: StrategyFile[] }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}). Nothing was run.`);
  });
  const folder = dirname(file);
  const paths = strategyWords(text).filter(isFilePath);
  const { files } = await readStrategies(paths, context, folder);
  const ids = new Map(paths.flatMap((path) => files.filter((loaded) => loaded.file === resolve(folder, path)).map(({ metadata }) => [path, metadata.id] as const)));
  try {
    return { experiment: readExperimentText(file, text, planLimits(context.settings()), size, ids), files };
  } catch (error) {
    throw error instanceof ExperimentError ? new UsageError(`${error.message}\nNothing was run.`) : error;
  }
}
