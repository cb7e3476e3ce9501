import { parseFault, type FaultTarget } from '@/domain/fault';
import type { StrategyClass } from '@/domain/strategy';
import { findStrategy, knownStrategies } from './registry';

/** The id of every strategy, variant and strategy from a file, in the order in which they are shown. */
export const strategyIds = (): string[] => knownStrategies().map((strategy) => strategy.id);

/** Whether any of these strategies needs Redis. */
export const needsRedis = (ids: readonly string[]): boolean =>
  ids.some((id) => findStrategy(id)?.needs.includes('redis'));

/** Whether a fault works on Redis, so that there has to be one. */
export const breaksRedis = (fault: string | null): boolean => targetOf(fault) === 'redis';

/** Whether a fault takes Postgres or Redis away from all their users. */
export const breaksStores = (fault: string | null): boolean => breaksRedis(fault) || targetOf(fault) === 'postgres';

function targetOf(fault: string | null): FaultTarget | null {
  const aimed = fault === null ? null : parseFault(fault);
  return aimed === null || typeof aimed === 'string' ? null : aimed.info.target;
}

/** The class that a strategy claims. Throws for an unknown id. */
export function classOf(id: string): StrategyClass {
  const strategy = findStrategy(id);
  if (!strategy) throw new Error(`no strategy is called ${id}`);
  return strategy.class;
}
