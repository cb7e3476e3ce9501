import { SettingsError, type Settings } from '@/config/settings';
import { findStrategy } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { strategyIds } from '@/strategies/strategy-ids';

/** The strategy that the shop sells with. Throws `SettingsError`, which lists all strategies, if the setting names none of them. */
export function shopStrategy({ shopStrategy: id }: Pick<Settings, 'shopStrategy'>): Strategy {
  const strategy = findStrategy(id);
  if (strategy) return strategy;
  throw new SettingsError([{ name: 'STAMPEDE_SHOP_STRATEGY', expected: `the id of a strategy (${strategyIds().join(', ')})`, found: JSON.stringify(id) }]);
}
