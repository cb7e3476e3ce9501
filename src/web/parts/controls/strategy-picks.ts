import { LAB_LIMITS } from '@/domain/lab';
import type { StrategyInfo } from '@/domain/strategy';
import { CLASS_WORDS, strategyGroups } from '@/web/parts/strategy-choice';
import type { PickerGroup, PickerItem } from './picker';

/** Every strategy and variant; one that cannot be had here says why. */
export const strategyPicks = (strategies: readonly StrategyInfo[]): PickerGroup[] =>
  strategyGroups(strategies).map((group) => ({
    title: `${group.title}: ${group.means}`,
    items: group.strategies.flatMap((strategy) => [pick(strategy), ...strategy.variants.map((variant) => ({ ...pick(variant, strategy), inset: true }))]),
  }));

function pick({ id, title, tagline, unavailable, class: own }: StrategyInfo, parent?: StrategyInfo): PickerItem {
  const words = parent && own !== parent.class ? `${tagline} · ${CLASS_WORDS[own]}` : tagline;
  return { value: id, label: title, hint: unavailable === null ? words : `Not here: ${unavailable}`, disabled: unavailable !== null };
}

/** Whole numbers from the least to the most that a lab or a search takes. */
export function numberPicks(field: 'buyers' | 'replicas'): PickerGroup[] {
  const { min, max } = LAB_LIMITS[field];
  return [{ title: null, items: Array.from({ length: max - min + 1 }, (_, step) => ({ value: String(min + step), label: String(min + step) })) }];
}
