import { buy, type Buy, type ShopRuntime } from './buy';
import { counted, countRefused } from './metrics';
import { purchaseReply } from './purchase-reply';
import { readPurchase, type PurchaseCall } from './read-purchase';
import type { ShopReply } from './shop-reply';

/** The way to buy in this process, every purchase counted. */
export const countedBuy = (shop: ShopRuntime, onBug: (error: unknown) => void): Buy =>
  (request) => counted(request.strategy.id, () => buy(request, shop, onBug));

/** Answers one call of a purchase endpoint: reads it, buys, and puts the result into words, each once. Throws only what `buys` does. */
export async function handlePurchase(call: PurchaseCall, buys: Buy, canInjectFaults: boolean): Promise<ShopReply> {
  const startedMs = performance.now();
  const read = readPurchase(call, canInjectFaults);
  if ('request' in read) return purchaseReply(read.request, await buys(read.request));
  countRefused(call.strategy.id, performance.now() - startedMs);
  return read.refusal;
}
