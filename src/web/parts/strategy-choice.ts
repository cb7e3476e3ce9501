import { DEFAULT_PLAN } from '@/domain/plan';
import type { StrategyClass, StrategyInfo } from '@/domain/strategy';

/** Strategies of one class, with what that class means to a buyer. */
export interface StrategyGroup {
  class: StrategyClass;
  title: string;
  means: string;
  strategies: StrategyInfo[];
}

/** A choice that one press makes. */
export interface StrategyPreset {
  name: string;
  ids: string[];
}

const GROUPS: readonly Omit<StrategyGroup, 'strategies'>[] = [
  { class: 'safe', title: 'Safe', means: 'never sell more than there is' },
  { class: 'unsafe', title: 'Unsafe', means: 'sell what is not there' },
  { class: 'loses-sales', title: 'Lose sales', means: 'turn buyers away while stock remains' },
];

/** A class in a word, as it stands beside a strategy. */
export const CLASS_WORDS: Readonly<Record<StrategyClass, string>> = { safe: 'safe', unsafe: 'unsafe', 'loses-sales': 'loses sales' };

/** Every strategy, each followed by its variants: the order of the lanes, everywhere. */
export const withVariants = (strategies: readonly StrategyInfo[]): StrategyInfo[] => strategies.flatMap((strategy) => [strategy, ...strategy.variants]);

/** The catalogue as it is chosen from; a variant stays with the strategy that it is one of, whatever its own class. */
export const strategyGroups = (strategies: readonly StrategyInfo[]): StrategyGroup[] =>
  GROUPS.map((group) => ({ ...group, strategies: strategies.filter((strategy) => strategy.class === group.class) })).filter((group) => group.strategies.length > 0);

/** What one press chooses, of the strategies that can run here. Variants are chosen by hand. */
export function strategyPresets(strategies: readonly StrategyInfo[]): StrategyPreset[] {
  const idsOf = (chosen: (strategy: StrategyInfo) => boolean): string[] =>
    strategies.filter((strategy) => strategy.unavailable === null && chosen(strategy)).map(({ id }) => id);
  return [
    { name: 'The five', ids: idsOf(({ id }) => DEFAULT_PLAN.strategies.includes(id)) },
    { name: 'All safe', ids: idsOf((strategy) => strategy.class === 'safe') },
    // The naive shop does not even look right.
    { name: 'All that look right and are not', ids: idsOf((strategy) => strategy.class !== 'safe' && strategy.id !== 'naive') },
    { name: 'All', ids: idsOf(() => true) },
  ].filter(({ ids }) => ids.length > 0);
}

/** Whether exactly these are chosen, in whatever order. */
export const isChosen = (preset: StrategyPreset, chosen: readonly string[]): boolean =>
  preset.ids.length === chosen.length && preset.ids.every((id) => chosen.includes(id));

/** The choice in what fits a control: a name, '5 of 22', or '7 chosen' when variants are among them. */
export function choiceWords(chosen: readonly string[], strategies: readonly StrategyInfo[]): string {
  if (chosen.length === 0) return 'none';
  if (chosen.length === 1) return withVariants(strategies).find(({ id }) => id === chosen[0])?.title ?? '1 chosen';
  const plain = chosen.every((id) => strategies.some((strategy) => strategy.id === id));
  return plain ? `${chosen.length} of ${strategies.length}` : `${chosen.length} chosen`;
}
