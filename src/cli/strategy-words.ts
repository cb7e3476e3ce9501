import { isFilePath, loadStrategyFiles, type LoadedFile } from '@/strategy-files/load-files';
import { StrategyFileError } from '@/strategy-files/strategy-file-error';
import { selectStrategies } from '@/strategies/select-strategies';
import { strategyIds } from '@/strategies/strategy-ids';
import type { CliContext } from './cli-context';
import { UsageError } from './run-cli';

/** The strategies that a command line names, and which of them come from files. */
export interface NamedStrategies {
  ids: string[];
  files: LoadedFile[];
}

/**
 * Reads words that name strategies: ids, `safe`, `unsafe`, `all`, and paths of files, which are loaded and registered. Throws
 * `UsageError` with every fault at once; nothing was started.
 */
export async function readStrategies(words: readonly string[], context: CliContext, from = process.cwd()): Promise<NamedStrategies> {
  const all = words.flatMap((word) => word.split(',')).map((word) => word.trim()).filter(Boolean);
  const { ids: named, unknown } = selectStrategies(all.filter((word) => !isFilePath(word)).join(','));
  if (unknown.length > 0) throw new UsageError(`no strategy is called ${unknown.join(' or ')}. There are ${strategyIds().join(', ')}. Nothing was run.`);
  const files = await loadFiles(all.filter(isFilePath), from, context);
  return { ids: [...files.map(({ metadata }) => metadata.id), ...named], files };
}

async function loadFiles(paths: readonly string[], from: string, context: CliContext): Promise<LoadedFile[]> {
  if (paths.length === 0) return [];
  try {
    return await loadStrategyFiles(paths, from, context.settings().stateDir);
  } catch (error) {
    if (error instanceof StrategyFileError) throw new UsageError(`this cannot be run:\n${error.message}`);
    throw error;
  }
}
