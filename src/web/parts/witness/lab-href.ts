import type { WitnessPurchase } from '@/domain/anomaly';
import { readBy } from '@/domain/read-by';
import { scheduleOf } from '@/domain/schedule-of-witnesses';

type Replayed = Pick<WitnessPurchase, 'read' | 'steps'>;

/**
 * The lab that leads through the same two buyers' steps in the same order, on as much stock as the first of them found. Null unless there
 * are two whose steps are known.
 */
export function labHref(strategy: string, witnesses: readonly Replayed[]): string | null {
  const [first, second] = witnesses;
  if (!first || !second || first.steps.length === 0 || second.steps.length === 0) return null;
  const stock = first.read ?? readBy(first.steps) ?? readBy(second.steps) ?? 1;
  const schedule = scheduleOf(first, second);
  return schedule === '' ? null : `/lab?${new URLSearchParams({ strategy, buyers: '2', stock: String(stock), path: schedule }).toString()}`;
}
