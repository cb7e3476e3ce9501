import type { Buy } from './buy';
import { countRefused } from './metrics';
import { purchaseReply } from './purchase-reply';
import { readPurchase, type PurchaseCall } from './read-purchase';
import type { ShopReply } from './shop-reply';

/** Answers one call of a purchase endpoint: parses it, buys, and formats the result. Rejects only when `buy` does. */
export async function handlePurchase(call: PurchaseCall, buy: Buy, canInjectFaults: boolean): Promise<ShopReply> {
  const startedMs = performance.now();
  const read = readPurchase(call, canInjectFaults);
  if ('request' in read) return purchaseReply(read.request, await buy(read.request));
  countRefused(call.strategy.id, performance.now() - startedMs);
  return read.refusal;
}
