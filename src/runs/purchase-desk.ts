import type { z } from 'zod';
import { parsePurchase, purchaseBody } from '@/shop/purchase-handler';
import { reply, type ShopReply } from '@/shop/shop-reply';
import type { OpenDatabase } from '@/stores/postgres/database';
import { isConnectionLoss, isUnreachable } from '@/stores/postgres/errors';
import { findOffer, type Offer } from '@/stores/postgres/offer';
import type { Strategy } from '@/kit/strategy';
import { limitHeaders, type ShopLimits, type TierStanding } from './shop-limits';
import type { CounterCall } from './web-counter';

/** Body of `POST /api/purchase`: one product at a time. */
export const shopPurchaseBody = purchaseBody.omit({ cart: true });

/** A purchase as it came over the wire. */
export interface ShopPurchase {
  body: string;
  idempotencyKey: string | null;
  /** The address that it came from. */
  client: string;
}

export interface PurchaseDeskOptions {
  /** Not the purchases' own connections: looking up a price must not wait behind a hot row. */
  database: OpenDatabase;
  strategy: Strategy;
  limits: ShopLimits;
  windowS: number;
  sell: (call: CounterCall) => Promise<ShopReply>;
}

/**
 * Sells as a shop does: one strategy, prices, and limits. What costs a try is a purchase that could be made: neither bad
 * input, nor a product that the shop does not have, nor an order that is only told once more by its idempotency key.
 */
export function openPurchaseDesk({ database, strategy, limits, windowS, sell }: PurchaseDeskOptions): (purchase: ShopPurchase) => Promise<ShopReply> {
  return async ({ body: text, idempotencyKey, client }) => {
    const parsed = parsePurchase(text, idempotencyKey, shopPurchaseBody);
    if ('reply' in parsed) return parsed.reply;
    const { body } = parsed;
    try {
      const offer = await findOffer(database, body.productId, body.quantity, idempotencyKey);
      if (!offer) return reply(404, 'unknown_product', `The shop has no product ${body.productId}. Nothing was bought.`);
      const standing = offer.keyIsKnown ? null : await limits.purchase(body.userId, client);
      if (standing?.allowed === false) return refusal(standing, windowS);
      const sold = await sell({ strategy, body: JSON.stringify(body), idempotencyKey, thinkMs: null, trace: false });
      // Its twin was faster, and has paid for both.
      if (standing && sold.toldAgain) await limits.takeBack(body.userId, client);
      return answer(sold, body, offer, standing);
    } catch (error) {
      // Selling itself does not throw: this was before it.
      if (!isUnreachable(error) && !isConnectionLoss(error)) throw error;
      return reply(503, 'gave_up', 'Postgres could not be reached. Nothing was bought; try again.', {}, { 'retry-after': '1' });
    }
  };
}

function refusal(standing: TierStanding, windowS: number): ShopReply {
  const { tier, limit } = standing;
  const whose = tier === 'user' ? 'one user' : 'one address';
  const headers = limitHeaders(standing);
  const message = `Too fast: ${whose} may buy ${limit} times in ${windowS} seconds. Nothing was bought; try again in ${headers['retry-after'] ?? '1'} seconds.`;
  const details = [{ name: tier, expected: `at most ${limit} purchases in ${windowS} seconds` }];
  return { status: 429, headers, body: JSON.stringify({ error: { code: 'too_many_purchases', message, details } }) };
}

type ShopBody = z.infer<typeof shopPurchaseBody>;

function answer(sold: ShopReply, { productId, userId, quantity }: ShopBody, offer: Offer, standing: TierStanding | null): ShopReply {
  const headers = { ...sold.headers, ...(standing ? limitHeaders(standing) : {}) };
  const { error, order } = JSON.parse(sold.body) as { error?: object; order?: { id: number; remaining: number | null; createdAt: string } };
  if (!order) return { ...sold, headers, body: JSON.stringify({ error }) };
  const { productName, unitPrice, totalPrice } = offer;
  const { id, remaining, createdAt } = order;
  return { ...sold, headers, body: JSON.stringify({ order: { id, productId, productName, userId, quantity, unitPrice, totalPrice, remaining, createdAt } }) };
}
