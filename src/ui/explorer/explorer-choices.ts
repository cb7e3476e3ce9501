import { LAB_LIMITS } from '@/domain/lab';
import type { StrategyInfo } from '@/domain/strategy';
import { CLASS_WORDS, strategyGroups } from '@/ui/model/strategy-choice';
import type { Choice, ChoiceGroup } from './choice-select';

/** Left to the server. */
export const USUAL = 'usual';

/** Every strategy and variant; one that cannot be searched here says why. */
export const strategyChoices = (strategies: readonly StrategyInfo[]): ChoiceGroup[] =>
  strategyGroups(strategies).map((group) => ({
    title: `${group.title}: ${group.means}`,
    choices: group.strategies.flatMap((strategy) => [choiceOf(strategy, null), ...strategy.variants.map((variant) => choiceOf(variant, strategy))]),
  }));

function choiceOf({ id, title, tagline, unavailable, class: own }: StrategyInfo, parent: StrategyInfo | null): Choice {
  const hint = parent && parent.class !== own ? `${tagline} · ${CLASS_WORDS[own]}` : tagline;
  return { value: id, label: title, hint, unavailable, inset: parent !== null };
}

/** Whole numbers from the fewest to the most that a search takes. */
export function numberChoices(field: 'buyers' | 'replicas'): ChoiceGroup[] {
  const { min, max } = LAB_LIMITS[field];
  return [{ title: null, choices: Array.from({ length: max - min + 1 }, (_, more) => ({ value: String(min + more), label: String(min + more) })) }];
}

export const EXPIRY_CHOICES: readonly ChoiceGroup[] = [
  {
    title: null,
    choices: [
      { value: USUAL, label: 'As usual', hint: 'Once where a lock is too short even when nothing is broken; never elsewhere.' },
      { value: '0', label: 'Never', hint: 'Every lock lives until its holder gives it back.' },
      { value: '1', label: 'Once', hint: 'At any moment of an order, once, every lock that ends by itself ends.' },
      { value: '2', label: 'Twice', hint: 'The same, two times in an order.' },
      { value: '3', label: 'Three times', hint: 'The same, three times in an order.' },
    ],
  },
];
