import { confirmed as confirmedOutcome, type Outcome } from '@/domain/purchase';
import { StrategyMistake } from './mistake';
import type { OrderRow } from './order-row';

/**
 * The answer for an order that was stored. `remaining` is what the sale left, where the shop knows. Throws when there is no
 * order, because the statement that was to store it changed no row.
 */
export function confirmed(order: (OrderRow & { remaining?: number | null }) | null | undefined, remaining: number | null = order?.remaining ?? null): Outcome {
  if (!order) throw new StrategyMistake('no-row', 'confirmed(...) was given no order: the statement that was to store it changed no row. Answer soldOut() there, or try again.', null, new Error('called here'));
  return confirmedOutcome(order.id, remaining, order.created_at);
}
