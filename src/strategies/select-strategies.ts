import type { StrategyClass } from '@/domain/strategy';
import { findStrategy, knownStrategies } from './registry';

/** `--strategy unsafe` means all that are not safe. */
const GROUPS = new Map<string, (strategyClass: StrategyClass) => boolean>([
  ['all', () => true],
  ['safe', (strategyClass) => strategyClass === 'safe'],
  ['unsafe', (strategyClass) => strategyClass !== 'safe'],
]);

/** Reads `id,id|safe|unsafe|all` into ids in the order of the registry; a variant is included only when it is named; `unknown` lists the words that name nothing. */
export function selectStrategies(text: string): { ids: string[]; unknown: string[] } {
  const words = text.split(',').map((word) => word.trim()).filter(Boolean);
  const matches = (id: string, strategyClass: StrategyClass): boolean =>
    words.some((word) => word === id || (!id.includes(':') && (GROUPS.get(word)?.(strategyClass) ?? false)));
  return {
    ids: knownStrategies().filter((strategy) => matches(strategy.id, strategy.class)).map((strategy) => strategy.id),
    unknown: words.filter((word) => !GROUPS.has(word) && !findStrategy(word)),
  };
}
