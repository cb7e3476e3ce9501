import type { PurchaseRejected, UnitsSold } from './events';
import type { SaleState } from './state';

/** 'Sell me this many.' */
export interface BuyCommand {
  /** The same for every delivery of one purchase. */
  commandId: string;
  buyerId: string;
  quantity: number;
}

/**
 * What happens when this command meets this state: the one place that knows the rule. Pure, so it says the same however
 * often it is asked; whether it was asked about the newest state is for the event store to find out.
 */
export function decide(state: SaleState, { commandId, buyerId, quantity }: BuyCommand): [UnitsSold | PurchaseRejected] {
  const { opened, left } = state;
  if (opened && quantity <= left) {
    return [{ kind: 'units-sold', data: { commandId, buyerId, quantity, remaining: left - quantity } }];
  }
  const reason = opened ? 'not-enough-left' : 'not-opened';
  return [{ kind: 'purchase-rejected', data: { commandId, buyerId, quantity, left, reason } }];
}
