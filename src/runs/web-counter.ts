import { counted } from '@/shop/metrics';
import { handlePurchase, purchaseBody, type ShopRuntime } from '@/shop/purchase-handler';
import type { ShopReply } from '@/shop/shop-reply';
import type { ShelfStores } from '@/stores/shelves';
import { shelfOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { ShopCounter } from './shop-counter';

/** One purchase at the web's own counter; absent headers are null. */
export interface CounterCall {
  strategy: Strategy;
  body: string;
  idempotencyKey: string | null;
  thinkMs: string | null;
  trace: boolean;
}

export interface WebCounterOptions {
  shop: ShopRuntime;
  shelves: ShelfStores;
  onBug: (error: unknown) => void;
  /** Somebody was sold something just now. */
  onSold: () => void;
}

/** Sells the shop's own products in the web's process, through the very handler that the shops run. */
export function openWebCounter({ shop, shelves, onBug, onSold }: WebCounterOptions): (call: CounterCall) => Promise<ShopReply> {
  const counter = new ShopCounter(shelves);
  return async (call) => {
    const reply = await counter.sell(productsOf(call.body), shelfOf(call.strategy), () => counted(call.strategy.id, () => handlePurchase(call, shop, onBug)));
    if (reply.status === 200 && !reply.toldAgain) onSold();
    return reply;
  };
}

/** The products that a purchase names. A body that cannot be read is somebody else's to refuse. */
function productsOf(body: string): number[] {
  try {
    const parsed = purchaseBody.pick({ productId: true, cart: true }).loose().safeParse(JSON.parse(body));
    return parsed.success ? [parsed.data.productId, ...(parsed.data.cart ?? [])] : [];
  } catch {
    return [];
  }
}
