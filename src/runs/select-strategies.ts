import type { StrategyClass } from '@/domain/strategy';
import { STRATEGIES } from '@/strategies/registry';

/** `--strategy unsafe` means all that are not safe. */
const GROUPS: Readonly<Record<string, (strategyClass: StrategyClass) => boolean>> = {
  all: () => true,
  safe: (strategyClass) => strategyClass === 'safe',
  unsafe: (strategyClass) => strategyClass !== 'safe',
};

/** Reads `id,id|safe|unsafe|all` into ids in the order of the registry; `unknown` lists the words that name nothing. */
export function selectStrategies(text: string): { ids: string[]; unknown: string[] } {
  const words = text.split(',').map((word) => word.trim()).filter(Boolean);
  const matches = (id: string, strategyClass: StrategyClass): boolean =>
    words.some((word) => word === id || (GROUPS[word]?.(strategyClass) ?? false));
  return {
    ids: STRATEGIES.filter((strategy) => matches(strategy.id, strategy.class)).map((strategy) => strategy.id),
    unknown: words.filter((word) => !(word in GROUPS) && !STRATEGIES.some((strategy) => strategy.id === word)),
  };
}
