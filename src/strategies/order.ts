import { confirmed as confirmedOutcome, type Outcome } from '@/domain/purchase';
import type { OrderRow } from './strategy';

/** The answer for an order that was stored. Throws if the insert returned nothing, which no insert here may do. */
export function confirmed(order: OrderRow | undefined, remaining: number): Outcome {
  if (!order) throw new Error('The order insert returned no row; the purchase is not confirmed.');
  return confirmedOutcome(order.id, remaining, order.created_at);
}
