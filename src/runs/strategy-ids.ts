import { STRATEGIES } from '@/strategies/registry';

/** Every strategy's id, in the order in which they are shown. */
export const strategyIds = (): string[] => STRATEGIES.map((strategy) => strategy.id);

/** Whether any of these strategies cannot run without Redis. */
export const needsRedis = (ids: readonly string[]): boolean =>
  STRATEGIES.some((strategy) => ids.includes(strategy.id) && strategy.needs.includes('redis'));
