import { z } from 'zod';
import { isIdempotencyKey } from '@/domain/idempotency-key';
import { LIMITS } from '@/domain/limits';
import type { Strategy } from '@/kit/strategy';
import type { BuyRequest } from './buy';
import { readFaultOrder } from './fault-control';
import { invalidBody, reply, type ShopReply } from './shop-reply';

/** One call of a purchase endpoint as received. Absent headers are null. */
export interface PurchaseCall {
  strategy: Strategy;
  body: string;
  idempotencyKey: string | null;
  /** `x-stampede-think-ms`: time between reading and writing. */
  thinkMs: string | null;
  /** `x-stampede-trace: 1` asks for the steps in the answer. */
  trace: boolean;
  /** `x-stampede-fault`: the fault to inject into this purchase. */
  fault?: string | null;
}

const MAX_INT = 2_147_483_647;

/** Text that Postgres can store and a log can show: no control characters, no lone surrogates, and not blank. */
const PLAIN_TEXT = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;

export const purchaseBody = z.strictObject({
  productId: z.int().min(1).max(MAX_INT),
  userId: z.string().max(64).regex(PLAIN_TEXT, 'must be 1 to 64 characters, not all spaces and none of them a control character'),
  quantity: z.int().min(LIMITS.quantity.min).max(LIMITS.quantity.max).default(1),
  /** For strategies that buy carts: all its products, in the order in which they were chosen. */
  cart: z.array(z.int().min(1).max(MAX_INT)).min(1).max(5).optional(),
});

/** Body of `POST /api/purchase`: one product at a time. */
export const shopPurchaseBody = purchaseBody.omit({ cart: true });

/** Turns a call into a valid purchase, or a refusal. */
export function readPurchase(call: PurchaseCall, canInjectFaults: boolean): { request: BuyRequest } | { refusal: ShopReply } {
  const { strategy, idempotencyKey, trace } = call;
  const parsed = parsePurchase(call.body, idempotencyKey, purchaseBody);
  if ('refusal' in parsed) return parsed;
  const thinkMs = Number(call.thinkMs ?? 0);
  if (!(thinkMs >= 0 && thinkMs <= 2 * LIMITS.thinkMs.max)) return invalid(`x-stampede-think-ms must be from 0 to ${2 * LIMITS.thinkMs.max}.`);
  const { productId, userId: buyerId, quantity, cart } = parsed.body;
  const cartProblem = cart && problemOfCart(strategy, productId, cart);
  if (cartProblem) return invalid(cartProblem);
  const fault = call.fault ? readFaultOrder(call.fault) : null;
  if (call.fault && !(fault && canInjectFaults)) return invalid('No such fault can be injected here.');
  return { request: { strategy, productId, buyerId, quantity, cart, idempotencyKey, thinkMs, trace, fault } };
}

/** The part that all purchases have: the validated body and the key. */
export function parsePurchase<T>(text: string, idempotencyKey: string | null, schema: z.ZodType<T>): { body: T } | { refusal: ShopReply } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { refusal: reply(400, 'bad_json', 'The body is not JSON. Nothing was bought.') };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { refusal: invalidBody(parsed.error) };
  if (idempotencyKey !== null && !isIdempotencyKey(idempotencyKey)) return invalid('Idempotency-Key must be 1 to 128 visible ASCII characters.');
  return { body: parsed.data };
}

function problemOfCart(strategy: Strategy, productId: number, cart: readonly number[]): string | null {
  if (!strategy.carts) return `${strategy.title} buys one product at a time.`;
  if (new Set(cart).size < cart.length) return 'A cart names each product once.';
  return cart.includes(productId) ? null : 'The cart must hold the product itself.';
}

const invalid = (why: string): { refusal: ShopReply } => ({ refusal: reply(400, 'invalid', `${why} Nothing was bought.`) });
