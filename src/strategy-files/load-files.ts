import { join, resolve } from 'node:path';
import { findStrategy, registerStrategyFiles } from '@/strategies/registry';
import { bundleFile } from './bundle-file';
import { typeFaults } from './check-types';
import { describeBundle } from './describe-bundle';
import { describedStrategy } from './import-file';
import type { StrategyFile } from './strategy-file';
import { StrategyFileError } from './strategy-file-error';

/** A strategy file with all of its author's files that went into it, absolute. */
export interface LoadedFile extends StrategyFile {
  sources: string[];
}

/** Whether a word on the command line is a file rather than an id: ids have no dots and no slashes. */
export const isFilePath = (word: string): boolean => /[./\\]/.test(word);

/**
 * Loads strategy files, each once: bundled, checked by TypeScript, and asked for what it says of itself in a process of its own.
 * Relative paths are taken from `from`. They are known to this process from then
 * on. Throws `StrategyFileError` with all faults; nothing was started.
 */
export async function loadStrategyFiles(paths: readonly string[], from: string, stateDir: string): Promise<LoadedFile[]> {
  const files = [...new Set(paths.map((path) => resolve(from, path)))];
  const folder = join(stateDir, 'strategies');
  const bundled = await Promise.allSettled(files.map(async (file) => ({ file, ...(await bundleFile(file, folder)) })));
  refuse(bundled.flatMap(faultsOf));
  refuse(await typeFaults(files));
  const bundles = bundled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const described = await Promise.allSettled(bundles.map(async ({ file, path: bundle, sources }) => ({ file, bundle, sources, metadata: await describeBundle(bundle, file) })));
  refuse(described.flatMap(faultsOf));
  const loaded = described.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  refuse(loaded.flatMap((own, index) => idFaults(own, loaded.slice(0, index))));
  registerStrategyFiles(loaded.map(describedStrategy));
  return loaded;
}

/** Builds one file again below `folder`, after it or a neighbour was saved; `others` are loaded beside it. Throws `StrategyFileError`. */
export async function rebuildStrategyFile(file: string, folder: string, others: readonly StrategyFile[]): Promise<LoadedFile> {
  const { path: bundle, sources } = await bundleFile(file, folder);
  try {
    refuse(await typeFaults([file]));
    const built = { file, bundle, sources, metadata: await describeBundle(bundle, file) };
    refuse(idFaults(built, others));
    return built;
  } catch (error) {
    // Any of them may be where it is mended.
    throw error instanceof StrategyFileError ? new StrategyFileError(error.faults, sources) : error;
  }
}

function idFaults({ file, metadata: { id } }: StrategyFile, others: readonly StrategyFile[]): string[] {
  const known = findStrategy(id);
  return [
    ...(known !== null && known.file === undefined ? [`${file}: its id ${id} is that of a built-in strategy. Use another: defineStrategy({ id: '...' }, ...).`] : []),
    ...others.filter((other) => other.metadata.id === id).map((other) => `${file}: its id ${id} is that of ${other.file} as well.`),
  ];
}

function faultsOf(result: PromiseSettledResult<unknown>): string[] {
  if (result.status === 'fulfilled') return [];
  if (result.reason instanceof StrategyFileError) return [...result.reason.faults];
  throw result.reason;
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new StrategyFileError(faults);
}
