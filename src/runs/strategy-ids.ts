import { parseFault } from '@/domain/fault';
import { findStrategy, knownStrategies } from '@/strategies/registry';

/** The id of every strategy, variant and strategy from a file, in the order in which they are shown. */
export const strategyIds = (): string[] => knownStrategies().map((strategy) => strategy.id);

/** Whether any of these strategies cannot run without Redis. */
export const needsRedis = (ids: readonly string[]): boolean =>
  ids.some((id) => findStrategy(id)?.needs.includes('redis'));

/** Whether a fault works on Redis, so that there has to be one. */
export function breaksRedis(fault: string | null): boolean {
  const aimed = fault === null ? null : parseFault(fault);
  return aimed !== null && typeof aimed !== 'string' && aimed.info.target === 'redis';
}
