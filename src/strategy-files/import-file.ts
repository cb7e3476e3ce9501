import { pathToFileURL } from 'node:url';
import type { Strategy } from '@/kit/strategy';
import type { StrategyFile } from './strategy-file';

/** The strategy itself, code and all, in the process that runs it. */
export async function importStrategyFile({ file, bundle, metadata }: StrategyFile): Promise<Strategy> {
  const module = (await import(/* webpackIgnore: true */ pathToFileURL(bundle).href)) as { default: Pick<Strategy, 'purchase'> };
  return { ...metadata, file, purchase: module.default.purchase };
}

/** The strategy for all other processes, which describe, list and judge it, and never run it. */
export const describedStrategy = ({ file, metadata }: StrategyFile): Strategy => ({
  ...metadata,
  file,
  purchase: () => Promise.reject(new Error(`${metadata.id} runs only in the shops that were started for it, not in this process.`)),
});
