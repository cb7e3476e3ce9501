import { randomUUID } from 'node:crypto';
import type { PurchaseRequest } from '@/domain/purchase';
import type { BuyCommand } from './decide';

/**
 * The command of a request. Its id is the idempotency key within the product, so that a repeated request is the same
 * command; without a key every request is a new command.
 */
export function commandOf({ productId, buyerId, quantity, idempotencyKey }: PurchaseRequest): BuyCommand {
  return { commandId: `${productId}-${idempotencyKey ?? randomUUID()}`, buyerId, quantity };
}
