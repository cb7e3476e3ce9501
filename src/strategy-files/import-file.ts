import { pathToFileURL } from 'node:url';
import type { Strategy } from '@/kit/strategy';
import type { StrategyFile } from './strategy-file';

/** The strategy itself, code and all, in the process that runs it. */
export async function importStrategyFile({ file, bundle, metadata }: StrategyFile): Promise<Strategy> {
  const module = (await import(/* webpackIgnore: true */ pathToFileURL(bundle).href)) as { default: Pick<Strategy, 'purchase'> };
  return { ...metadata, file, purchase: module.default.purchase };
}

/** The strategy as every other process knows it: one that is described, listed and judged there, and never run. */
export const describedStrategy = ({ file, metadata }: StrategyFile): Strategy => ({
  ...metadata,
  file,
  purchase: () => Promise.reject(new Error(`${metadata.id} runs in the shops that were started for it, and not in this process.`)),
});
