import type { z } from 'zod';
import type { Buy, BuyResult } from './buy';
import { failureOf, failureReply } from './purchase-reply';
import { parsePurchase, shopPurchaseBody } from './read-purchase';
import { reply, type ShopReply } from './shop-reply';
import type { OpenDatabase } from '@/stores/postgres/database';
import { isConnectionLoss, isUnreachable } from '@/stores/postgres/errors';
import { findOffer, type Offer } from '@/stores/postgres/offer';
import type { Strategy } from '@/kit/strategy';
import { limitHeaders, type ShopLimits, type TierStatus } from './shop-limits';

/** A purchase as it came over the wire. */
export interface ShopPurchase {
  body: string;
  idempotencyKey: string | null;
  /** The address that it came from. */
  client: string;
}

export interface CheckoutOptions {
  /** Not the purchases' own connections: looking up a price must not wait behind a hot row. */
  database: OpenDatabase;
  strategy: Strategy;
  limits: ShopLimits;
  windowS: number;
  buy: Buy;
}

/**
 * Sells as a shop does: one strategy, prices, and limits. What costs a try is a purchase that could be made: neither bad
 * input, nor a product that the shop does not have, nor an order that is only replayed for its idempotency key.
 */
export function openCheckout({ database, strategy, limits, windowS, buy }: CheckoutOptions): (purchase: ShopPurchase) => Promise<ShopReply> {
  return async ({ body: text, idempotencyKey, client }) => {
    const parsed = parsePurchase(text, idempotencyKey, shopPurchaseBody);
    if ('refusal' in parsed) return parsed.refusal;
    const { productId, userId, quantity } = parsed.body;
    try {
      const offer = await findOffer(database, productId, quantity, idempotencyKey);
      if (!offer) return reply(404, 'unknown_product', `The shop has no product ${productId}. Nothing was bought.`);
      const limited = offer.keyIsKnown ? null : await limits.purchase(userId, client);
      if (limited?.allowed === false) return tooFast(limited, windowS);
      const result = await buy({ strategy, productId, buyerId: userId, quantity, idempotencyKey, thinkMs: 0, trace: false, fault: null });
      // Its twin was faster, and has paid for both.
      if (limited && result.kind === 'ended' && result.replayed) await limits.takeBack(userId, client);
      return answer(result, parsed.body, offer, limited ? limitHeaders(limited) : {});
    } catch (error) {
      // Buying itself does not throw: this was before it.
      if (!isUnreachable(error) && !isConnectionLoss(error)) throw error;
      return reply(503, 'gave_up', 'Postgres could not be reached. Nothing was bought; try again.', {}, { 'retry-after': '1' });
    }
  };
}

function tooFast(limited: TierStatus, windowS: number): ShopReply {
  const { tier, limit } = limited;
  const whose = tier === 'user' ? 'one user' : 'one address';
  const headers = limitHeaders(limited);
  const message = `Too fast: ${whose} may buy ${limit} times in ${windowS} seconds. Nothing was bought; try again in ${headers['retry-after'] ?? '1'} seconds.`;
  const details = [{ name: tier, expected: `at most ${limit} purchases in ${windowS} seconds` }];
  return { status: 429, headers, body: JSON.stringify({ error: { code: 'too_many_purchases', message, details } }) };
}

type ShopBody = z.infer<typeof shopPurchaseBody>;

function answer(result: BuyResult, { productId, userId, quantity }: ShopBody, offer: Offer, limited: Record<string, string>): ShopReply {
  const ending = result.kind === 'ended' ? result.outcome : result;
  if (ending.kind !== 'confirmed') {
    const failure = failureOf(ending);
    return failureReply({ ...failure, headers: { ...failure.headers, ...limited } });
  }
  const { orderId: id, remaining, createdAt } = ending;
  const { productName, unitPrice, totalPrice } = offer;
  const order = { id, productId, productName, userId, quantity, unitPrice, totalPrice, remaining, createdAt };
  return { status: 200, headers: limited, body: JSON.stringify({ order }) };
}
